// Most tests of servers wait for child processes: more of them than there are processors run at once.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
