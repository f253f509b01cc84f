"""Article -> tagged article."""

import os

# OpenBLAS reads it once, when numpy is first imported: its threads slow down matrices as small as the model's.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
