"""The background worker: django-tasks-db stores the tasks, this package runs them.

- `queue` takes tasks and records how they ended; `attempts` decides what happens next.
- `consumer` is the loop of one worker, `names` says which worker it is, `heartbeat` that it lives.
- `schedule` lists the jobs of the clock; `slots` sees to it that each runs once.

A task may run twice (its worker can die after the work and before the note of it), so every task
must bear being repeated.
"""
