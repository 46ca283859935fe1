package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.cellwright.core.CellwrightException;

/** Reads a JSON document strictly: no name twice, only finite numbers, nothing after its end. */
public final class Json {
  private Json() {}

  private static final int MAX_NESTING = 64;
  private static final int MAX_STRING = 1_000_000;
  private static final long MAX_DOCUMENT = 256L << 20;

  static final ObjectMapper MAPPER = mapper();

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_STRING)
                    .maxDocumentLength(MAX_DOCUMENT)
                    .build())
            .build();
    return new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** The object that a document consists of; refusals name line and column. */
  public static ObjectNode object(InputStream in) {
    try (JsonParser parser = MAPPER.createParser(in)) {
      return requireObject(MAPPER.readTree(parser));
    } catch (JsonProcessingException e) {
      throw refused(e);
    } catch (CharConversionException e) {
      throw CellwrightException.refused(
          "the document is not text in UTF-8", null, "Save it as UTF-8.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode value(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw refused(e);
    }
  }

  private static ObjectNode requireObject(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw CellwrightException.refused(
          node == null || node.isMissingNode()
              ? "the document is empty"
              : "the document is not a JSON object but " + BpxValues.shown(node),
          null,
          "It must begin with '{'.");
    }
    return object;
  }

  private static CellwrightException refused(JsonProcessingException e) {
    String message = e.getOriginalMessage() == null ? "not JSON" : e.getOriginalMessage();
    String lower = message.toLowerCase(Locale.ROOT);
    String where = e.getLocation() == null ? null : place(e.getLocation());
    if (lower.contains("'nan'") || lower.contains("infinity'") || lower.contains("inf'")) {
      return CellwrightException.refused(
          "NaN and Infinity are not numbers of JSON",
          where,
          "Give a finite number, or leave it out.");
    }
    if (lower.startsWith("trailing token")) {
      return CellwrightException.refused(
          "something follows after the end of the JSON object", where, "Remove it.");
    }
    String firstLine = message.lines().findFirst().orElse(message);
    String hint =
        lower.startsWith("duplicate field")
            ? "Keep one of the two."
            : "Check the JSON there: quotation marks, commas, brackets.";
    return CellwrightException.refused("not valid JSON: " + firstLine, where, hint);
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
