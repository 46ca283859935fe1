package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellwright.core.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the planner is for: more for the same money. Prints its figures. */
class CampaignComparisonTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void beatsRandomDesignsAtAQuarterOfTheirCostAndScreeningByAFifth(long seed) {
    Problem problem = FastChargeImitation.problem(60, seed);
    var random = Campaigns.play(new RandomDesigns(), problem, FastChargeImitation::evaluate, 2000);
    var screening = Campaigns.play(new Screening(), problem, FastChargeImitation::evaluate, 2000);
    var campaign = Campaigns.play(new ModelBased(), problem, FastChargeImitation::evaluate, 2000);
    double randomEnd = random.hypervolume(problem, 60);
    double screeningEnd = screening.hypervolume(problem, 60);
    double quarter = campaign.hypervolume(problem, 15);
    double end = campaign.hypervolume(problem, 60);
    System.out.printf(
        "seed %d: hypervolume random %.0f, screening %.0f, campaign %.0f (%.0f at a quarter), "
            + "%d nominal and %d made for %.2f%n",
        seed,
        randomEnd,
        screeningEnd,
        end,
        quarter,
        campaign.count("nominal"),
        campaign.count("made"),
        campaign.spent());
    assertTrue(quarter >= randomEnd, "a quarter of the cost reaches random search");
    assertTrue(end > 1.2 * screeningEnd, "a fifth better than screening");
  }
}
