using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Where the server listens.</summary>
internal static class AddressStep
{
    private const string Loopback = "127.0.0.1";

    public static void Take(PlanInProgress plan)
    {
        var asked = plan.Settings.Text(ServerSetting.Host, plan.Options.Host is Loopback ? null : plan.Options.Host, "PlanOptions.Host");
        if (asked is not null && HostRule.Objection(asked) is { } objection)
        {
            plan.Report.Problem($"The server can't bind the host '{asked}': {objection}.", "Give an IP address or a host name; 127.0.0.1 is the default.");
        }

        plan.Host = asked ?? Loopback;
        plan.Add(ServerSetting.Host, plan.Host, asked is null ? "Only this machine can reach it." : "The address you asked for.", asked is null ? ArgumentSource.Launcher : ArgumentSource.User);

        plan.Port = plan.Settings.Number(ServerSetting.Port, plan.Options.Port, "PlanOptions.Port", most: 65_535);
        if (plan.Port is { } number)
        {
            plan.Add(ServerSetting.Port, number.ToString(CultureInfo.InvariantCulture), "The port to bind.", ArgumentSource.Launcher);
        }
        else
        {
            plan.Report.Note("The launcher adds a free port at each launch.");
        }
    }
}
