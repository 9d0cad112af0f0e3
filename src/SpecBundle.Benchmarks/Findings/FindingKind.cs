namespace SpeculativeDecoding.Benchmarks;

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
}
