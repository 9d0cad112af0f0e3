using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Where the server listens, and with which key.</summary>
internal static class AddressStep
{
    private const string Loopback = "127.0.0.1";

    internal static (string Host, int? Port, string? ApiKey, string? SecretFile) Add(PlanInProgress plan)
    {
        var asked = plan.Settings.Text("--host", plan.Options.Host is Loopback ? null : plan.Options.Host, "PlanOptions.Host");
        var host = string.IsNullOrWhiteSpace(asked) ? Loopback : asked;
        plan.Add("--host", host, asked is null ? "Only this machine can reach it." : "The address you asked for.", asked is null ? ArgumentSource.Launcher : ArgumentSource.User);

        var port = plan.Settings.Number("--port", plan.Options.Port, "PlanOptions.Port (--port)", most: 65_535);
        if (port is { } number)
            plan.Add("--port", number.ToString(CultureInfo.InvariantCulture), "The port to bind.", ArgumentSource.Launcher);
        else
            plan.Report.Note("The launcher adds a free port at each launch.");

        var key = plan.Settings.Text("--api-key", plan.Options.ApiKey, "PlanOptions.ApiKey (--api-key)");
        return (host, port, key, AddKey(plan, key));
    }

    private static string? AddKey(PlanInProgress plan, string? key)
    {
        if (plan.Machine.SecretFile is { } file && plan.Flags.Has("--config"))
        {
            if (plan.User.Take("--config") is not null)
                plan.Report.Problem("The launcher passes its API key by --config, and SGLang takes one such file.", "Write the settings of your file as arguments.");
            plan.Add("--config", file, "Holds the API key, so that it is in no list of processes.", ArgumentSource.Launcher);
            return file;
        }

        if (key is not null)
            plan.Add("--api-key", key, "Every request must carry it.", ArgumentSource.Launcher);
        else
            plan.Report.Note("The launcher adds a random API key at each launch.");
        return null;
    }
}
