using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of the Hub and of the way to it.</summary>
internal static partial class HubFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "hub-rate-limit",
            RateLimit,
            "The Hub refused: too many requests.",
            "Set HF_TOKEN, which raises the limit, and try again later."),
        new(
            "hub-gated",
            Gated,
            "The model is gated: its license must be accepted, and a token shown.",
            "Accept the license on the model's page and set HF_TOKEN to a token of that account."),
        new(
            "hub-revision-missing",
            Revision,
            "The repository has no such revision.",
            "Correct --revision, or --speculative-draft-model-revision (main by default)."),
        new(
            "hub-repository-missing",
            Repository,
            "There is no such model on the Hub, and no such folder; a private model looks the same.",
            "Check the names of target and draft. For a private model set HF_TOKEN."),
        new(
            "hub-certificate",
            Certificate,
            "The Hub's certificate was refused, as behind a proxy that answers in its place, or with a wrong clock.",
            "Set REQUESTS_CA_BUNDLE and SSL_CERT_FILE in PlanOptions.Environment to the certificates of the proxy, and check the machine's clock; or download the models beforehand and set HF_HUB_OFFLINE=1."),
        new(
            "hub-unreachable",
            Offline,
            "A model's files are not in the local cache, and the Hub could not be reached.",
            "Check the model's name and the network. Without network, download it beforehand (hf download NAME) and set HF_HUB_OFFLINE=1; HF_ENDPOINT names a mirror."),
    ];

    [GeneratedRegex(@"429 Client Error|Too Many Requests for url", RegexOptions.CultureInvariant)]
    private static partial Regex RateLimit { get; }

    [GeneratedRegex(@"GatedRepoError|You are trying to access a gated repo|Cannot access gated repo|Access to model .* is restricted", RegexOptions.CultureInvariant)]
    private static partial Regex Gated { get; }

    [GeneratedRegex(@"RevisionNotFoundError|is not a valid git identifier", RegexOptions.CultureInvariant)]
    private static partial Regex Revision { get; }

    [GeneratedRegex(@"RepositoryNotFoundError|Repository Not Found for url|is not a local folder and is not a valid model identifier|Repo id must (?:be|use)", RegexOptions.CultureInvariant)]
    private static partial Regex Repository { get; }

    [GeneratedRegex(@"CERTIFICATE_VERIFY_FAILED|certificate verify failed|certificate has expired|certificate is not yet valid", RegexOptions.CultureInvariant)]
    private static partial Regex Certificate { get; }

    [GeneratedRegex(@"LocalEntryNotFoundError|couldn't connect to 'https?://|OfflineModeIsEnabled|Name or service not known|Temporary failure in name resolution|Failed to resolve '|MaxRetryError", RegexOptions.CultureInvariant)]
    private static partial Regex Offline { get; }
}
