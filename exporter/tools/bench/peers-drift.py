"""usage: peers-drift.py REFERENCE CURRENT evidently|nannyml: the rival's job on the same files, from the start of its run to its verdict."""
import json
import resource
import sys
import time

started = time.perf_counter()
import pandas as pd

reference, current = pd.read_parquet(sys.argv[1]), pd.read_parquet(sys.argv[2])
if sys.argv[3] == "evidently":
    from evidently import Report
    from evidently.presets import DataDriftPreset

    Report([DataDriftPreset()]).run(current, reference).dict()
else:
    import nannyml as nml

    for method in ("jensen_shannon", "kolmogorov_smirnov"):
        calculator = nml.UnivariateDriftCalculator(column_names=list(reference), continuous_methods=[method])
        calculator.fit(reference)
        calculator.calculate(current)
print(json.dumps({"seconds": time.perf_counter() - started, "peakRssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
