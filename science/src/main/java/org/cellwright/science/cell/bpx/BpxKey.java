package org.cellwright.science.cell.bpx;

/** The field names of BPX 1.1, as its schema spells them; the unit stands in brackets. */
public final class BpxKey {
  private BpxKey() {}

  public static final String HEADER = "Header";
  public static final String PARAMETERISATION = "Parameterisation";
  public static final String STATE = "State";
  public static final String VALIDATION = "Validation";

  public static final String BPX = "BPX";
  public static final String TITLE = "Title";
  public static final String DESCRIPTION = "Description";
  public static final String REFERENCES = "References";
  public static final String MODEL = "Model";

  public static final String CELL = "Cell";
  public static final String ELECTROLYTE = "Electrolyte";
  public static final String NEGATIVE_ELECTRODE = "Negative electrode";
  public static final String POSITIVE_ELECTRODE = "Positive electrode";
  public static final String SEPARATOR = "Separator";
  public static final String USER_DEFINED = "User-defined";

  public static final String ELECTRODE_AREA = "Electrode area [m2]";
  public static final String EXTERNAL_AREA = "External surface area [m2]";
  public static final String VOLUME = "Volume [m3]";
  public static final String ELECTRODE_PAIRS =
      "Number of electrode pairs connected in parallel to make a cell";
  public static final String LOWER_CUT_OFF = "Lower voltage cut-off [V]";
  public static final String UPPER_CUT_OFF = "Upper voltage cut-off [V]";
  public static final String NOMINAL_CAPACITY = "Nominal cell capacity [A.h]";
  public static final String REFERENCE_TEMPERATURE = "Reference temperature [K]";
  public static final String DENSITY = "Density [kg.m-3]";
  public static final String SPECIFIC_HEAT = "Specific heat capacity [J.K-1.kg-1]";

  public static final String TRANSFERENCE_NUMBER = "Cation transference number";
  public static final String DIFFUSIVITY = "Diffusivity [m2.s-1]";
  public static final String DIFFUSIVITY_ACTIVATION = "Diffusivity activation energy [J.mol-1]";
  public static final String CONDUCTIVITY = "Conductivity [S.m-1]";
  public static final String CONDUCTIVITY_ACTIVATION = "Conductivity activation energy [J.mol-1]";

  public static final String THICKNESS = "Thickness [m]";
  public static final String POROSITY = "Porosity";
  public static final String TRANSPORT_EFFICIENCY = "Transport efficiency";
  public static final String PARTICLE = "Particle";

  public static final String MINIMUM_STOICHIOMETRY = "Minimum stoichiometry";
  public static final String MAXIMUM_STOICHIOMETRY = "Maximum stoichiometry";
  public static final String MAXIMUM_CONCENTRATION = "Maximum concentration [mol.m-3]";
  public static final String PARTICLE_RADIUS = "Particle radius [m]";
  public static final String SURFACE_AREA = "Surface area per unit volume [m-1]";
  public static final String OCP = "OCP [V]";
  public static final String OCP_DELITHIATION = "OCP (delithiation) [V]";
  public static final String OCP_LITHIATION = "OCP (lithiation) [V]";
  public static final String HYSTERESIS_DECAY = "OCP hysteresis decay constant";
  public static final String ENTROPIC_CHANGE = "Entropic change coefficient [V.K-1]";
  public static final String REACTION_RATE = "Reaction rate constant [mol.m-2.s-1]";
  public static final String REACTION_RATE_ACTIVATION =
      "Reaction rate constant activation energy [J.mol-1]";

  public static final String INITIAL_CONDITIONS = "Initial conditions";
  public static final String INITIAL_SOC = "Initial state-of-charge";
  public static final String INITIAL_TEMPERATURE = "Initial temperature [K]";
  public static final String INITIAL_CONCENTRATION = "Initial electrolyte concentration [mol.m-3]";
  public static final String INITIAL_HYSTERESIS_POSITIVE =
      "Initial hysteresis state: Positive electrode";
  public static final String INITIAL_HYSTERESIS_NEGATIVE =
      "Initial hysteresis state: Negative electrode";
  public static final String THERMAL_ENVIRONMENT = "Thermal environment";
  public static final String AMBIENT_TEMPERATURE = "Ambient temperature [K]";
  public static final String HEAT_TRANSFER = "Heat transfer coefficient [W.m-2.K-1]";
  public static final String DEGRADATION = "Degradation";
  public static final String LLI = "LLI";
  public static final String LAM_POSITIVE = "LAM: Positive electrode";
  public static final String LAM_NEGATIVE = "LAM: Negative electrode";

  public static final String TIME = "Time [s]";
  public static final String CURRENT = "Current [A]";
  public static final String VOLTAGE = "Voltage [V]";
  public static final String TEMPERATURE = "Temperature [K]";

  /** Where versions before 1.0 differ. */
  public static final String INITIAL_CONCENTRATION_V0 = "Initial concentration [mol.m-3]";

  public static final String THERMAL_CONDUCTIVITY = "Thermal conductivity [W.m-1.K-1]";
}
