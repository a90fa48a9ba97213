/* job: what the files at the top share about a job's settings. */
#ifndef SLANT_JOB_H
#define SLANT_JOB_H

#include "slant.h"
#include "input/input.h"

enum { SLANT_MOST_THREADS = 64 };

size_t slant_job_threads(const struct slant_job *job); /* 1 .. SLANT_MOST_THREADS */
struct slant_input_settings slant_job_input(const struct slant_job *job);

#endif
