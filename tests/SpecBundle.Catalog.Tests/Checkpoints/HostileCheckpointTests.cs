using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>Folders that were made to hurt whoever looks into them.</summary>
public sealed class HostileCheckpointTests
{
    private const string Escape = "\u001b]0;owned\u0007\u001b[2J\r\n\u202e";

    [Theory(Timeout = 30_000)]
    [InlineData("config.json", CheckpointProblemKind.ConfigurationUnreadable)]
    [InlineData(WeightIndex.FileName, CheckpointProblemKind.IndexUnreadable)]
    public void A_pipe_or_an_endless_device_is_not_read(string file, CheckpointProblemKind kind)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var make in new Action<string>[] { MakePipe, path => File.CreateSymbolicLink(path, "/dev/zero") })
        {
            using var tiny = new TinyCopy();
            File.Delete(tiny.Of("draft", file));
            make(tiny.Of("draft", file));
            var problem = Planned.Problem(() => Planned.Plan(tiny.Pair));

            Assert.Equal((kind, file), (problem.Checkpoint!.Kind, problem.Checkpoint.File));
            Assert.Contains("it is empty, or a pipe or a device rather than a file", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 30_000)]
    public void A_file_that_is_too_large_is_not_read()
    {
        using var tiny = new TinyCopy();
        using (var file = File.Create(tiny.Of("target", "config.json")))
        {
            file.SetLength(CheckpointConfiguration.Longest + 1L);
        }

        Assert.Contains("it is larger than 10 MB", Planned.Problem(() => Planned.Plan(tiny.Pair)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Names_and_values_of_a_checkpoint_do_not_rule_the_terminal()
    {
        var longName = "model" + Escape + new string('x', 100_000);
        var damages = new Action<TinyCopy>[]
        {
            tiny => tiny.Index("target", ("model.norm.weight", "model.safetensors"), (longName, "model.safetensors")),
            tiny => tiny.Index("target", ("model.norm.weight", "model.safetensors"), ("lm_head.weight", longName)),
            tiny => Write(tiny.Of("target", "model.safetensors"), new JsonObject { [longName] = new JsonObject { ["dtype"] = "U8", ["shape"] = new JsonArray(4), ["data_offsets"] = new JsonArray(0, 9) } }.ToJsonString()),
            tiny => tiny.Configure("draft", "architectures", new JsonArray("DFlash" + longName)),
        };
        foreach (var damage in damages)
        {
            using var tiny = new TinyCopy();
            damage(tiny);
            var problem = Planned.Problem(() => Planned.Plan(tiny.Pair));

            AssertPlain(problem.ToString());
            AssertPlain(problem.Checkpoint!.File + problem.Checkpoint.Tensor);
        }
    }

    [Fact(Timeout = 30_000)]
    public void The_class_of_a_model_does_not_rule_the_terminal()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("target", "architectures", new JsonArray("DFlash" + Escape + new string('x', 100_000)));
        var refused = Assert.Throws<LaunchPlanException>(() => Planned.Plan(tiny.Pair));

        Assert.Contains(refused.Problems, problem => problem.Checkpoint?.Kind == CheckpointProblemKind.SwappedRoles);
        Assert.All(refused.Problems, problem => AssertPlain(problem.ToString()));
    }

    [Fact(Timeout = 30_000)]
    public void A_doubt_about_a_value_does_not_rule_the_terminal()
    {
        using var tiny = new TinyCopy();
        tiny.Configure("draft", "target_model_type", Escape + new string('x', 100_000));

        Assert.All(Planned.Plan(tiny.Pair).Notes, AssertPlain);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{}", CheckpointProblemKind.WeightsMissing, "holds no tensors")]
    [InlineData("""{"__metadata__":{"format":"pt"}}""", CheckpointProblemKind.WeightsMissing, "holds no tensors")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", CheckpointProblemKind.HeaderUnreadable, "its header names a twice")]
    public void Weights_that_hold_nothing_or_a_tensor_twice_are_refused(string header, CheckpointProblemKind kind, string said)
    {
        using var tiny = new TinyCopy();
        Write(tiny.Of("draft", "model.safetensors"), header);
        var problem = Planned.Problem(() => Planned.Plan(tiny.Pair));

        Assert.Equal((kind, "model.safetensors"), (problem.Checkpoint!.Kind, problem.Checkpoint.File));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    private static void AssertPlain(string text)
    {
        Assert.DoesNotContain(text, character => char.IsControl(character) || character == '\u202e');
        Assert.InRange(text.Length, 1, 2_000);
    }

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static void Write(string path, string header)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json]);
    }
}
