using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>The records of an untidy run: turns, repetitions, categories, failures, sessions, gaps in what the server told, and requests done twice.</summary>
internal static class RandomRecords
{
    public static List<RequestRecord> Draw(int seed)
    {
        var random = new Random(seed);
        var records = new List<RequestRecord>();
        foreach (var (configuration, steps) in new[] { ("8,0,0,0", 0), ("8,3,1,4", 3), ("8,5,3,6", 5), ("1,3,1,4", 3) })
        {
            foreach (var (workload, prompts) in new[] { ("gsm8k", 23), ("mtbench", 7), ("mmlu", 1) })
            {
                for (var prompt = 0; prompt < prompts; prompt++)
                {
                    foreach (var turn in workload == "mtbench" ? [0, 1] : new[] { 0 })
                    {
                        records.Add(Record(random, configuration, workload, prompt, turn, 0, steps));
                        if (random.Next(4) == 0)
                        {
                            records.Add(Record(random, configuration, workload, prompt, turn, 1, steps));
                        }
                    }
                }
            }
        }

        records.AddRange([.. records.Where(_ => random.Next(15) == 0).Select(record => record with { Error = null, Session = 1, FinishedSeconds = record.FinishedSeconds + 0.5 })]);
        return records;
    }

    private static RequestRecord Record(Random random, string configuration, string workload, int prompt, int turn, int sample, int steps)
    {
        var due = random.NextDouble() * 100;
        var sent = due + (random.NextDouble() * 0.02);
        var histogram = new int[steps + 1];
        var (seconds, tokens) = (new List<double> { sent + 0.05 + (random.NextDouble() * 0.1) }, new List<int> { 1 });
        for (var step = random.Next(8, 150); step > 0; step--)
        {
            var accepted = 0;
            while (accepted < steps && random.NextDouble() < 0.3 + (0.03 * (prompt % 20)))
            {
                accepted++;
            }

            histogram[accepted]++;
            seconds.Add(seconds[^1] + (0.005 + (random.NextDouble() * 0.02)));
            tokens.Add(accepted + 1);
        }

        var verified = steps == 0 ? (int?)null : tokens.Count - 1;
        if (random.Next(6) == 0)
        {
            tokens[2] += tokens[1];
            tokens.RemoveAt(1);
            seconds.RemoveAt(1);
        }

        var streamed = random.Next(8) > 0;
        return new RequestRecord
        {
            Configuration = configuration, Workload = workload, PromptId = $"{workload}/{prompt}", Turn = turn, Sample = sample,
            Category = workload == "mtbench" && prompt != 3 ? $"category {prompt % 2}" : null,
            DueSeconds = due, SentSeconds = sent, FirstTokenSeconds = streamed ? seconds[0] : null, FinishedSeconds = seconds[^1] + 0.001,
            ClientSeconds = random.Next(3) == 0 ? null : random.NextDouble() * 0.01,
            PromptTokens = 50, CompletionTokens = random.Next(20) == 0 ? null : tokens.Sum(), VerifySteps = verified,
            AcceptedDrafts = verified is null ? null : tokens.Sum() - 1 - verified, ProposedDrafts = verified * 3,
            AcceptHistogram = verified is null || random.Next(10) == 0 ? null : histogram,
            ChunkSeconds = streamed ? seconds : null, ChunkTokens = streamed ? tokens : null,
            Output = random.Next(10) == 0 ? null : random.Next(3) == 0 ? "B" : "A", Answer = random.Next(5) == 0 ? null : "4", Correct = random.Next(5) == 0 ? null : random.Next(3) > 0,
            Error = random.Next(12) == 0 ? "The server is gone." : null,
        };
    }
}
