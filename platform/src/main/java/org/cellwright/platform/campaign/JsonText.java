package org.cellwright.platform.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;

/** JSON that a person or a program of theirs wrote: no key twice, nothing behind the end. */
final class JsonText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String ENDS = "Unexpected end-of-input";
  private static final Pattern NO_NUMBER = Pattern.compile("Non-standard token '([^']+)'.*");
  private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']+)'.*");

  private JsonText() {}

  /**
   * @param file named in errors
   * @throws CellwrightException REFUSED with line and column
   */
  static JsonNode read(String file, String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root.isMissingNode()) {
        throw CellwrightException.refused("there is nothing in it", file, null);
      }
      return root;
    } catch (JsonProcessingException e) {
      throw refused(file, e);
    }
  }

  private static CellwrightException refused(String file, JsonProcessingException e) {
    String said = e.getOriginalMessage();
    String place =
        "%s, line %d, column %d"
            .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    if (said.startsWith(ENDS)) {
      return CellwrightException.refused(
          "this is no JSON: it ends too early",
          place,
          "Maybe a bracket, a brace or a quotation mark lacks.");
    }
    Matcher number = NO_NUMBER.matcher(said);
    if (number.matches()) {
      return CellwrightException.refused(
          "this is no JSON: it has no number %s".formatted(number.group(1)),
          place,
          "Leave out what was not measured.");
    }
    Matcher twice = TWICE.matcher(said);
    if (twice.matches()) {
      return CellwrightException.refused(
          "this is no JSON: '%s' stands here twice".formatted(twice.group(1)), place, "Keep one.");
    }
    return CellwrightException.refused("this is no JSON: " + said, place, null);
  }
}
