namespace SpeculativeDecoding;

/// <summary>The key that every request must carry, in a file where there may be one, so that no list of processes shows it.</summary>
internal static class ApiKeyStep
{
    public static void Take(PlanInProgress plan)
    {
        plan.ApiKey = plan.Settings.Text(ServerSetting.ApiKey, plan.Options.ApiKey, "PlanOptions.ApiKey");
        if (plan.ApiKey is { } typed && ApiKeyRule.Objection(typed) is { } objection)
        {
            plan.Report.Problem($"The API key can't be used: {objection}.", "Give another, or none: the launcher makes a random one.");
        }

        if (plan.Machine.SecretFile is { } file && plan.Gate.Has(ServerSetting.ConfigFile))
        {
            if (plan.User.Take(ServerSetting.ConfigFile) is not null)
            {
                plan.Report.Problem($"The launcher passes its API key by {ServerSetting.ConfigFile.Flag}, and SGLang takes one such file.", "Write the settings of your file as arguments.");
            }

            plan.Add(ServerSetting.ConfigFile, file, "Holds the API key, so that it is in no list of processes.", ArgumentSource.Launcher);
            plan.SecretFile = file;
        }
        else if (plan.ApiKey is { } key)
        {
            plan.Add(ServerSetting.ApiKey, key, "Every request must carry it.", ArgumentSource.Launcher);
        }
        else
        {
            plan.Report.Note("The launcher adds a random API key at each launch.");
        }
    }
}
