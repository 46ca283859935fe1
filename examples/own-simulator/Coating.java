import java.util.regex.Pattern;

/** A toy: what a coating stores, how fast it can be emptied, and whether it cracks while drying. */
public class Coating {
  public static void main(String[] arguments) throws Exception {
    // One JSON object comes in, numbers in the units that the campaign file declares ...
    String question = new String(System.in.readAllBytes());
    double thickness = number(question, "thickness") * 1e-6; // m
    double porosity = number(question, "porosity");
    double drying = number(question, "drying_temperature"); // degC

    double capacity = (1 - porosity) * thickness * 4700 * 195; // A h/m2, from kg/m3 and A h/kg
    double mass = thickness * ((1 - porosity) * 4700 + porosity * 1200) + 0.13; // kg/m2, with foils
    double energy = capacity * 3.75 / mass / 2.1; // Wh/kg; the other electrode weighs as much again

    // Salt runs out at i = 2 F D c eps^1.5 / (L (1 - t+)).
    double current = 2 * 96485 * 3e-10 * 1000 * Math.pow(porosity, 1.5) / (thickness * 0.74);
    double rate = current / capacity;

    // Thick coatings crack when they dry fast; slow drying has no such trouble but takes its time.
    double crack = Math.pow(thickness / 90e-6, 2) * Math.exp((drying - 110) / 40);
    double minutes = 2.5 * thickness / 60e-6 * Math.exp(-(drying - 110) / 30);

    // ... and one goes out.
    System.out.printf(
        java.util.Locale.ROOT,
        "{\"specific_energy\": %.4f, \"limiting_rate\": %.4f, \"crack_index\": %.4f, \"drying_time\": %.4f}%n",
        energy, rate, crack, minutes);
  }

  private static double number(String json, String name) {
    var found = Pattern.compile("\"" + name + "\"\\s*:\\s*([-+.eE0-9]+)").matcher(json);
    if (!found.find()) throw new IllegalArgumentException("no '" + name + "' in " + json);
    return Double.parseDouble(found.group(1));
  }
}
