"""The cases of 'cellwright bench cell' in PyBaMM: pybamm_cell.py VARIATIONS.json OUT.json

CPU time of one thread, warm (a built model solved again), IDAKLU, no output times. Errors are root mean
squares of the voltage over 500 even times against a relative tolerance of 1e-8 on the same mesh.
"""

import json
import subprocess
import sys
import time

import numpy as np
import pybamm

SAMPLES = 500
SECONDS = 2.0
FEWEST = 5
LONGEST_DISCHARGE = 3700
CELLS = 200  # of the many different ones; the time is scaled to all


def measure(task):
    for _ in range(3):
        task()
    taken = []
    begun = time.perf_counter()
    while len(taken) < FEWEST or time.perf_counter() - begun < SECONDS:
        before = time.thread_time()
        task()
        taken.append(time.thread_time() - before)
    return float(np.median(taken)), float(min(taken))


class Discharge:
    """A cell at 1C, to be solved at one tolerance after another."""

    def __init__(self, model, mesh):
        self.model, self.mesh = model, mesh
        self.built = {}

    def __call__(self, rtol, atol):
        if (rtol, atol) not in self.built:
            solver = pybamm.IDAKLUSolver(rtol=rtol, atol=atol)
            simulation = pybamm.Simulation(
                self.model,
                parameter_values=pybamm.ParameterValues("Marquis2019"),
                var_pts={"x_n": self.mesh, "x_s": self.mesh, "x_p": self.mesh, "r_n": self.mesh, "r_p": self.mesh},
                solver=solver,
            )
            simulation.build()
            self.built[rtol, atol] = solver, simulation.built_model
        solver, model = self.built[rtol, atol]
        return solver.solve(model, [0, LONGEST_DISCHARGE])

    def exact(self):
        if not hasattr(self, "reference"):
            self.reference = self(1e-8, 1e-10)
        return self.reference

    def error(self, rtol, atol):
        """mV"""
        solution = self(rtol, atol)
        exact = self.exact()
        times = np.linspace(0, min(solution.t[-1], exact.t[-1]), SAMPLES, endpoint=False)
        difference = solution["Voltage [V]"](times) - exact["Voltage [V]"](times)
        return 1e3 * float(np.sqrt(np.mean(difference**2)))

    def timed(self, rtol, atol):
        median, minimum = measure(lambda: self(rtol, atol))
        counters = {
            "time_error_mv": self.error(rtol, atol),
            "minimum_ms": 1e3 * minimum,
            "rtol": rtol,
            "atol": atol,
        }
        return {"value": 1e3 * median, "counters": counters}

    def timed_at(self, millivolt):
        """The faster of two ways to set the absolute tolerance, each at the loosest tolerance from which on it is met."""
        best = None
        for part in (1, 1e-2):
            chosen = None
            for rtol in 10 ** np.arange(-6, -1.9, 0.25):
                if self.error(rtol, part * rtol) > millivolt:
                    break
                chosen = float(rtol)
            if chosen is not None:
                found = self.timed(chosen, part * chosen)
                if best is None or found["value"] < best["value"]:
                    best = found
        return best


def thousand(variations):
    parameters = pybamm.ParameterValues("Marquis2019")
    names = {
        "Current function [A]": lambda v: v["rate"] * 0.680616,
        "Negative electrode porosity": lambda v: v["negativePorosity"],
        "Positive electrode porosity": lambda v: v["positivePorosity"],
        "Negative particle diffusivity [m2.s-1]": lambda v: v["negativeDiffusivity"],
        "Positive particle diffusivity [m2.s-1]": lambda v: v["positiveDiffusivity"],
    }
    parameters.update({name: "[input]" for name in names})
    solver = pybamm.IDAKLUSolver(rtol=1e-4, atol=1e-6)
    simulation = pybamm.Simulation(
        pybamm.lithium_ion.DFN(),
        parameter_values=parameters,
        var_pts={"x_n": 20, "x_s": 20, "x_p": 20, "r_n": 20, "r_p": 20},
        solver=solver,
    )
    simulation.build()
    inputs = [{name: value(v) for name, value in names.items()} for v in variations[:CELLS]]
    solver.solve(simulation.built_model, [0, 8000], inputs=inputs[0])
    before = time.thread_time()
    for each in inputs:
        solver.solve(simulation.built_model, [0, 8000], inputs=each)
    taken = time.thread_time() - before
    return {"value": taken * len(variations) / len(inputs), "counters": {"cells": len(inputs), "rtol": 1e-4}}


def lg_m50():
    simulation = pybamm.Simulation(
        pybamm.lithium_ion.DFN({"thermal": "lumped"}),
        parameter_values=pybamm.ParameterValues("Chen2020"),
        experiment=pybamm.Experiment(
            ["Charge at 2.5 A until 4.2 V", "Hold at 4.2 V until 0.25 A", "Discharge at 5 A until 2.5 V"]
        ),
        var_pts={"x_n": 20, "x_s": 20, "x_p": 20, "r_n": 20, "r_p": 20},
        solver=pybamm.IDAKLUSolver(rtol=1e-4, atol=1e-6),
    )
    median, minimum = measure(lambda: simulation.solve(initial_soc=0.1))
    return {"value": 1e3 * median, "counters": {"minimum_ms": 1e3 * minimum, "rtol": 1e-4}}


def process():
    """Wall time of a script that does what './cellwright simulate' does; s."""
    script = (
        "import pybamm; s = pybamm.Simulation(pybamm.lithium_ion.DFN(), "
        "parameter_values=pybamm.ParameterValues('Marquis2019')); "
        "x = s.solve([0, 3700]); x.save_data('target/bench/pybamm.csv', ['Time [s]', 'Voltage [V]'], to_format='csv')"
    )
    taken = []
    for _ in range(4):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", script], check=True)
        taken.append(time.perf_counter() - begun)
    return {"value": float(np.median(taken[1:])), "counters": {}}


def main(variations, out):
    dfn10 = Discharge(pybamm.lithium_ion.DFN(), 10)
    dfn20 = Discharge(pybamm.lithium_ion.DFN(), 20)
    cases = {
        "dfn10": lambda: dfn10.timed(1e-3, 1e-6),
        "dfn20at0.05mV": lambda: dfn20.timed_at(0.05),
        "dfn20at0.007mV": lambda: dfn20.timed_at(0.007),
        "spm": lambda: Discharge(pybamm.lithium_ion.SPM(), 20).timed(1e-4, 1e-6),
        "spme": lambda: Discharge(pybamm.lithium_ion.SPMe(), 20).timed(1e-4, 1e-6),
        "lgm50": lg_m50,
        "thousand": lambda: thousand(json.load(open(variations))),
        "process": process,
    }
    results = {}
    for name, case in cases.items():
        try:
            result = case()
            if result is not None:
                results[name] = result
                print(name, result, flush=True)
        except Exception as e:  # one case less is no reason to lose the others
            print(name, "failed:", repr(e), flush=True)
    with open(out, "w") as file:
        json.dump({"version": pybamm.__version__, "results": results}, file)


main(sys.argv[1], sys.argv[2])
