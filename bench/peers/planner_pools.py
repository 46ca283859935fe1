"""Other planners on the pools of 'cellwright bench planner': planner_pools.py QUESTION.json OUT.jsonl

QUESTION.json: {"peers": [...], "problems": [{"name", "budget", "features": [[...]], "groups": [...],
"variables": [{"name", "kind": "number"|"choice"|"molecule", "values": [...]}], "losses": [[...]], "reference": [...],
"starts": [[...], ...]}]}. A campaign begins with the rows in "starts", one list for each seed, and ends at the budget
or, with one loss, at the best. OUT.jsonl gets one line for each campaign, and campaigns that are there already are not run again:
{"peer", "version", "problem", "seed", "rows": [...], "ms": [...]}.

Every planner is used as its own documentation begins: BoTorch with SingleTaskGP and LogEI, or qLogNEHVI for several
losses, valued on the whole pool; BayBE with a default Campaign over the same table, molecules (their names are SMILES)
as substances by its own descriptors, which to the others are names; Ax with a default Client over the
variables, its proposal taken to the nearest row that was not measured (Ax has no pools).
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import torch

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


class Botorch:
    def __init__(self, problem, seed):
        torch.manual_seed(seed)
        self.x = torch.tensor(problem["features"])
        self.losses = -torch.tensor(problem["losses"])  # it maximises
        self.reference = -torch.tensor(problem["reference"]) if problem["reference"] else None

    @staticmethod
    def version():
        import botorch

        return botorch.__version__

    def next(self, rows):
        from botorch.acquisition import LogExpectedImprovement
        from botorch.acquisition.multi_objective.logei import qLogNoisyExpectedHypervolumeImprovement
        from botorch.fit import fit_gpytorch_mll
        from botorch.models import ModelListGP, SingleTaskGP
        from botorch.models.transforms import Standardize
        from gpytorch.mlls import ExactMarginalLogLikelihood, SumMarginalLogLikelihood

        x, y = self.x[rows], self.losses[rows]
        models = [
            SingleTaskGP(x, y[:, [k]], outcome_transform=Standardize(m=1)) for k in range(y.shape[1])
        ]
        if len(models) == 1:
            fit_gpytorch_mll(ExactMarginalLogLikelihood(models[0].likelihood, models[0]))
            acquisition = LogExpectedImprovement(models[0], best_f=y.max())
        else:
            model = ModelListGP(*models)
            fit_gpytorch_mll(SumMarginalLogLikelihood(model.likelihood, model))
            acquisition = qLogNoisyExpectedHypervolumeImprovement(
                model, ref_point=self.reference.tolist(), X_baseline=x, prune_baseline=True
            )
        left = np.setdiff1d(np.arange(len(self.x)), rows)
        values = []
        with torch.no_grad():
            for block in np.array_split(left, max(1, len(left) // 512)):
                values.append(acquisition(self.x[block].unsqueeze(1)))
        return int(left[int(torch.cat(values).argmax())])


class Baybe:
    def __init__(self, problem, seed):
        import pandas as pd
        from baybe import Campaign
        from baybe.objectives import ParetoObjective, SingleTargetObjective
        from baybe.parameters import (
            CategoricalParameter,
            NumericalDiscreteParameter,
            SubstanceParameter,
        )
        from baybe.searchspace import SearchSpace
        from baybe.targets import NumericalTarget

        torch.manual_seed(seed)
        np.random.seed(seed)
        self.pandas = pd
        self.losses = np.array(problem["losses"])
        parameters, columns = [], {}
        for variable in problem["variables"]:
            values = variable["values"]
            columns[variable["name"]] = values
            if variable["kind"] == "number":
                parameters.append(
                    NumericalDiscreteParameter(variable["name"], sorted(set(values)), tolerance=0)
                )
            elif variable["kind"] == "molecule":
                smiles = {text: text for text in sorted(set(values))}
                parameters.append(SubstanceParameter(variable["name"], smiles))
            else:
                parameters.append(CategoricalParameter(variable["name"], sorted(set(values))))
        self.names = list(columns)
        self.table = pd.DataFrame(columns)
        self.rows = {tuple(row): i for i, row in enumerate(self.table.itertuples(index=False))}
        targets = [
            NumericalTarget(f"loss{k}", minimize=True) for k in range(self.losses.shape[1])
        ]
        objective = (
            SingleTargetObjective(targets[0]) if len(targets) == 1 else ParetoObjective(targets)
        )
        space = SearchSpace.from_dataframe(self.table, parameters)
        self.campaign = Campaign(space, objective, allow_recommending_already_measured=False)
        self.told = 0

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("baybe")

    def next(self, rows):
        new = rows[self.told :]
        data = self.table.iloc[new].copy()
        for k in range(self.losses.shape[1]):
            data[f"loss{k}"] = self.losses[new, k]
        self.campaign.add_measurements(data)
        self.told = len(rows)
        asked = self.campaign.recommend(batch_size=1)[self.names]
        return self.rows[tuple(asked.iloc[0])]


class Ax:
    def __init__(self, problem, seed):
        from ax.api.client import Client
        from ax.api.configs import ChoiceParameterConfig, RangeParameterConfig

        self.features = np.array(problem["features"])
        self.losses = np.array(problem["losses"])
        self.variables = problem["variables"]
        self.groups = np.array(problem["groups"])
        parameters = []
        for variable in self.variables:
            values = variable["values"]
            if variable["kind"] == "number":
                parameters.append(
                    RangeParameterConfig(
                        name=variable["name"],
                        parameter_type="float",
                        bounds=(min(values), max(values)),
                    )
                )
            else:
                parameters.append(
                    ChoiceParameterConfig(
                        name=variable["name"],
                        parameter_type="str",
                        values=sorted(set(values)),
                        is_ordered=False,
                    )
                )
        self.client = Client(random_seed=seed)
        self.client.configure_experiment(parameters=parameters)
        self.client.configure_optimization(
            objective=", ".join(f"-loss{k}" for k in range(self.losses.shape[1]))
        )
        self.told = 0
        self.asked = None

    @staticmethod
    def version():
        from importlib.metadata import version

        return version("ax-platform")

    def result(self, row):
        return {f"loss{k}": float(loss) for k, loss in enumerate(self.losses[row])}

    def next(self, rows):
        for row in rows[self.told :]:
            parameters = {v["name"]: v["values"][row] for v in self.variables}
            index = self.client.attach_trial(parameters=parameters)
            self.client.complete_trial(trial_index=index, raw_data=self.result(row))
        self.told = len(rows)
        ((index, parameters),) = self.client.get_next_trials(max_trials=1).items()
        # The row is told as an attached trial next time; this one is not run as it stands.
        self.client.mark_trial_abandoned(trial_index=index)
        wanted = np.zeros(len(self.features))
        for group, variable in enumerate(self.variables):
            values = variable["values"]
            asked = parameters[variable["name"]]
            if variable["kind"] == "number":
                span = max(values) - min(values)
                wanted += ((np.array(values) - asked) / span) ** 2
            else:
                wanted += np.array([value != asked for value in values])
        wanted[rows] = np.inf
        return int(wanted.argmin())


PEERS = {"botorch": Botorch, "baybe": Baybe, "ax": Ax}


def play(peer, problem, seed, starts):
    planner = PEERS[peer](problem, seed)
    losses = np.array(problem["losses"])
    single = losses.shape[1] == 1
    rows, milliseconds = [], []
    while len(rows) < min(problem["budget"], len(losses)):
        if len(rows) < len(starts):
            row = starts[len(rows)]
        else:
            begun = time.perf_counter()
            row = planner.next(list(rows))
            milliseconds.append(1e3 * (time.perf_counter() - begun))
        rows.append(row)
        if single and losses[row, 0] <= losses[:, 0].min():
            break
    return rows, milliseconds


def main(question, out):
    asked = json.loads(Path(question).read_text())
    answers = Path(out)
    known = set()
    if answers.exists():
        for line in answers.read_text().splitlines():
            try:
                answer = json.loads(line)
                known.add((answer["peer"], answer["key"], answer["seed"]))
            except (ValueError, KeyError):
                continue
    for problem in asked["problems"]:
        for peer in asked["peers"]:
            for seed, starts in enumerate(problem["starts"]):
                if (peer, problem["key"], seed) in known:
                    continue
                rows, milliseconds = play(peer, problem, seed, starts)
                answer = {
                    "peer": peer,
                    "version": PEERS[peer].version(),
                    "key": problem["key"],
                    "seed": seed,
                    "rows": rows,
                    "ms": milliseconds,
                }
                with answers.open("a") as file:
                    file.write(json.dumps(answer) + "\n")
                print(peer, problem["name"], seed, len(rows), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
