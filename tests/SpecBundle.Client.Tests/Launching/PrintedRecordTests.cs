using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>What people print, and what programs write as JSON.</summary>
public sealed class PrintedRecordTests
{
    [Fact(Timeout = 60_000)]
    public void Records_that_people_print_read_as_lines()
    {
        var report = new DoctorReport { Checks = [new DoctorCheck { Name = "GPUs", Outcome = DoctorOutcome.Failed, Detail = "none was found", Remedy = "Install a driver." }, new DoctorCheck { Name = "Disk", Detail = "1 TB free" }] };

        Assert.Equal($"Failed GPUs: none was found. Install a driver.{Environment.NewLine}Ok Disk: 1 TB free.", report.ToString());
        Assert.Equal("12.4 s: Loading: 3 of 16", new LaunchProgress { Message = "Loading: 3 of 16", Elapsed = TimeSpan.FromSeconds(12.42), Current = 3, Total = 16 }.ToString());
        Assert.Equal("No memory. Take a smaller model.", new ServerFailure { Summary = "No memory.", Remedy = "Take a smaller model." }.ToString());
        Assert.Equal("Stopped in 0.4 s; exit code 0; the port is free.", new ServerExit { State = ServerState.Stopped, Stop = new StopResult { ExitCode = 0, Duration = TimeSpan.FromSeconds(0.4), IsPortFree = true } }.ToString());
    }

    [Fact(Timeout = 60_000)]
    public void Enums_are_written_as_their_names() =>
        Assert.Equal("""["Died","LoadingDraft","Warning","Length","Idle"]""", JsonSerializer.Serialize(new object[] { ServerState.Died, LaunchPhase.LoadingDraft, DoctorOutcome.Warning, FinishKind.Length, GenerateLimit.Idle }));
}
