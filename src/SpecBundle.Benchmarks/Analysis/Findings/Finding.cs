namespace SpeculativeDecoding.Benchmarks;

/// <summary>A sentence about the validity of a report.</summary>
public sealed record Finding
{
    /// <summary>What it is about.</summary>
    public FindingKind Kind { get; init; }

    /// <summary>How much it matters.</summary>
    public FindingSeverity Severity { get; init; }

    /// <summary>The configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>The sentence or two, with the figures that led to it and what to do.</summary>
    public required string Text { get; init; }

    /// <summary>The finding in one line.</summary>
    /// <returns>For example <c>Warning: 1,3,1,4 gsm8k: 3 of 50 requests failed ...</c></returns>
    public override string ToString() => $"{Severity}: {Configuration} {Workload}: {Text}";
}

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; the figures stand.</summary>
    Note,

    /// <summary>A figure does not mean what it seems to.</summary>
    Warning,
}

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>Too few prompts for the claim.</summary>
    FewPrompts,

    /// <summary>Requests failed.</summary>
    FailedRequests,

    /// <summary>No run without draft at the same batch, or none on the same prompts.</summary>
    NoBaseline,

    /// <summary>The server grew slower or faster in the course of the run.</summary>
    Drift,

    /// <summary>The draft is hardly ever accepted.</summary>
    AcceptanceCollapsed,

    /// <summary>The draft is accepted and still slows the server down.</summary>
    DraftSlowsDown,

    /// <summary>Answers differ from those of the run without draft.</summary>
    DifferentAnswers,

    /// <summary>The client could not keep up.</summary>
    ClientSaturated,

    /// <summary>The server worked for others too.</summary>
    OtherTraffic,

    /// <summary>A published figure lies outside the interval.</summary>
    PublishedFigure,

    /// <summary>The server's counters contradict each other.</summary>
    Violations,

    /// <summary>Prompts came from the prefix cache in one run and not in the other.</summary>
    PrefixCache,

    /// <summary>Repetitions of a prompt gave the same answer, and so no information.</summary>
    IdenticalRepetitions,

    /// <summary>The requests were faster with the draft, and decoding was not.</summary>
    FasterOutsideDecoding,

    /// <summary>Other programs worked on the machine of client and server.</summary>
    BusyMachine,

    /// <summary>Some of the answers have no score.</summary>
    PartlyScored,

    /// <summary>Programs failed for want of a module that the Python they ran in does not have.</summary>
    MissingModules,
}
