"""One package a stage, in the order the data travels: fetch, clean, tag, load, link, report."""

import os

# OpenBLAS reads it once, when numpy is first imported, whichever stage does that (language detection, spaCy): its
# threads slow down matrices as small as the model's.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
