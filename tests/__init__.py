import os

# Said before anything imports NumPy, for every program that is started too. On the tests' small tables a second thread
# only waits for the first, at full speed: on a machine whose processors are taken the fits cost ten times as much.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
