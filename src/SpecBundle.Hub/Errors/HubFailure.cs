namespace SpeculativeDecoding;

/// <summary>Makes the errors of the Hub's client: one member for each thing that goes wrong, with its facts and the way out.</summary>
internal static class HubFailure
{
    private const string Resumes = "What arrived is kept: the same pull goes on where it stopped.";
    private const string Again = "Nothing has arrived yet: check the network, and pull again.";

    public static HubException Unreachable(string repository, string host, string reason, Exception? innerException = null) => new(
        HubFailureReason.Unreachable,
        $"{host} could not be asked for {repository}: {reason.TrimEnd('.')}.",
        "Check the network and the proxy (HTTPS_PROXY); HF_ENDPOINT names a mirror, and HF_HUB_OFFLINE=1 uses only what the cache has.",
        innerException) { Repository = repository };

    /// <summary>Why a token is not sent, and what to do about it.</summary>
    public static string Withheld(HubToken token, Uri endpoint) =>
        $"The token of {token.Source} is not sent to {endpoint.GetLeftPart(UriPartial.Authority)}, where everybody on the way could read it: use https://, or allow it with HubOptions.AllowTokenOverHttp or {HubToken.OverHttpVariable}=1.";

    public static HubException NotAHub(string repository, string host, string reason) => new(
        HubFailureReason.NotAHub,
        $"What answers at {host} for {repository} is not the Hub, or a proxy stands between: {reason}.",
        "HF_ENDPOINT names a mirror: it must speak the Hub's protocol, with its headers. Unset it, or name another; a proxy must pass headers on.") { Repository = repository };

    public static HubException Offline(string repository, string missing) => new(
        HubFailureReason.Offline,
        $"HF_HUB_OFFLINE is set, and the cache lacks {missing}.",
        "Unset HF_HUB_OFFLINE, or pull it where there is a network (SpecBundle.PullAsync) and copy the cache.") { Repository = repository };

    public static HubException RateLimited(string repository, TimeSpan? retryAfter) => new(
        HubFailureReason.RateLimited,
        "The Hub refused: too many requests" + (retryAfter is { } wait ? FormattableString.Invariant($", for another {wait.TotalSeconds:F0} s.") : "."),
        "Try again later; requests with a token (HF_TOKEN) have a higher limit.") { Repository = repository, RetryAfter = retryAfter };

    public static HubException RepositoryNotFound(string repository, bool hasToken, string? withheld = null) => new(
        HubFailureReason.RepositoryNotFound,
        $"The Hub knows no {repository}, or does not show it" + (hasToken ? " to this token." : " without a token."),
        withheld ?? "Check the spelling; a private repository needs HF_TOKEN of an account that may read it.") { Repository = repository, HasToken = hasToken };

    public static HubException RevisionNotFound(string repository, string revision) => new(
        HubFailureReason.RevisionNotFound,
        $"{repository} has no revision {revision}.",
        "Name a branch, a tag or a commit of 40 hexadecimal digits; without one it is main.") { Repository = repository, Revision = revision };

    public static HubException FileNotFound(string repository, string revision, string? file) => new(
        HubFailureReason.FileNotFound,
        $"{repository} has no file {(file is null ? "of that name" : Printable.Name(file))} at {revision}.",
        "The repository may have changed: pull it again, or name another revision.") { Repository = repository, Revision = revision, File = file };

    public static HubException Gated(string repository, Uri licensePage, bool hasToken, string? withheld = null) => new(
        HubFailureReason.Gated,
        hasToken ? $"{repository} is gated, and the account of this token may not read it yet." : $"{repository} is gated, and no token was sent.",
        withheld ?? $"Accept the license at {licensePage}" + (hasToken ? "; where approval is manual, wait for it." : ", then set HF_TOKEN to a token of that account."))
    {
        Repository = repository, LicensePage = licensePage, HasToken = hasToken,
    };

    public static HubException TokenRejected(string repository, string tokenSource) => new(
        HubFailureReason.TokenRejected,
        $"The Hub does not accept the token of {tokenSource}.",
        "Make a new one in the settings of your account and set HF_TOKEN, or remove the old one: public repositories need none.") { Repository = repository, TokenSource = tokenSource };

    public static HubException RepositoryDisabled(string repository) => new(
        HubFailureReason.RepositoryDisabled, $"Access to {repository} is disabled on the Hub.", "Its page may say why; choose another repository.") { Repository = repository };

    public static HubException DiskFull(string repository, string cacheFolder, long neededBytes, long freeBytes) => new(
        HubFailureReason.DiskFull,
        $"{ByteSize.Format(neededBytes)} are still to download, and the disk of {cacheFolder} has {ByteSize.Format(freeBytes)} free.",
        "Free some of it (HubClient.ListCachedModels shows what models take), or set HF_HOME to a folder on a larger disk.")
    {
        Repository = repository, CacheFolder = cacheFolder, NeededBytes = neededBytes, FreeBytes = freeBytes,
    };

    public static HubException CacheUnusable(string cacheFolder, Exception innerException, bool hasArrived = false) => new(
        HubFailureReason.CacheUnusable,
        $"The cache {cacheFolder} can't be used: {(FileSizeLimit.IsReached(innerException) ? FileSizeLimit.Reason : Foreign.Text(innerException.Message).TrimEnd('.'))}.",
        (FileSizeLimit.IsReached(innerException) ? FileSizeLimit.Hint : "It must be a folder that this account may read and write, on a disk with room; HF_HOME names another.") + (hasArrived ? " " + Resumes : ""),
        innerException) { CacheFolder = cacheFolder };

    public static HubException CacheInUse(string repository) => new(
        HubFailureReason.CacheInUse, $"{repository} is being pulled by another process.", "Wait until it is done, or stop it. Nothing was removed, of no model.") { Repository = repository };

    public static HubException DownloadFailed(HubQuestion question, int failures, bool hasArrived, Exception innerException) => new(
        HubFailureReason.DownloadFailed,
        $"{Printable.Name(question.File ?? "A file")} of {question.Repository.Name}: the download broke off {failures} times without a new byte ({Foreign.Text(innerException.Message).TrimEnd('.')}).",
        hasArrived ? Resumes : Again,
        innerException) { Repository = question.Repository.Name, File = question.File };

    public static HubException InvalidFile(string repository, string file, string reason, string hint, Exception? innerException = null) => new(
        HubFailureReason.InvalidFile, $"{Printable.Name(file)} of {repository}: {reason}", hint, innerException) { Repository = repository, File = file };

    public static HubException DamagedFile(HubQuestion question, string reason) => InvalidFile(
        question.Repository.Name, question.File!, reason, "Something between the Hub and this machine changes files, or the Hub's copy is damaged. HF_ENDPOINT names another mirror.");

    public static HubException TimedOut(string repository, TimeSpan timeout, bool hasArrived, Exception innerException) => new(
        HubFailureReason.TimedOut,
        FormattableString.Invariant($"The pull of {repository} is not complete after {timeout.TotalSeconds:0.#} s."),
        (hasArrived ? "What arrived is kept: pull again to go on, or allow" : "Allow") + " more time (PullOptions.Timeout).",
        innerException) { Repository = repository };

    public static HubException UnsafeHttpClient(string repository, string reason) => new(
        HubFailureReason.UnsafeHttpClient,
        $"The app's HttpClient '{HubClient.HttpClientName}' can't be used for {repository}: {reason.TrimEnd('.')}.",
        "Register it with services.AddSpecBundleHub(), or give it a SocketsHttpHandler with AllowAutoRedirect = false: the Hub's client follows redirects itself, so that a token reaches no other host.")
    {
        Repository = repository,
    };
}
