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
            foreach (var setting in ServerSetting.Secrets.Where(setting => setting != ServerSetting.ApiKey && plan.Gate.Has(setting)))
            {
                MoveIntoFile(plan, setting);
            }
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

    /// <summary>The user's other secrets: in the file they are as hidden as the key.</summary>
    private static void MoveIntoFile(PlanInProgress plan, ServerSetting setting)
    {
        if (plan.User.Take(setting) is not { } argument)
        {
            return;
        }

        if (argument.Text.Length == 0 || argument.Text.Any(char.IsControl))
        {
            plan.Report.Problem($"The value of {argument.Flag} can't be used: it is empty or has a control character.", "Give it as one line.");
        }

        plan.FileSecrets.Add((setting, argument.Text));
    }
}
