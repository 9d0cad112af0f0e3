namespace SpeculativeDecoding;

/// <summary>Refuses values that can't be meant, before anything is planned or started.</summary>
internal static class PlanOptionsCheck
{
    /// <exception cref="InvalidValueException">An option has such a value; it names the option and the value.</exception>
    public static void Require(PlanOptions options)
    {
        Refuse(options, nameof(options.Engine), options.Engine, options.Engine is { } engine && !Enum.IsDefined(engine), "there is no such engine");
        RequirePositive(options, nameof(options.TensorParallelSize), options.TensorParallelSize, "at least one GPU holds the weights");
        Refuse(options, nameof(options.GpuShare), options.GpuShare, options.GpuShare is { } share && !(share > 0 && share <= 1), "a share of a GPU is above 0 and at most 1");
        RequireGpus(options);
        Refuse(options, nameof(options.Host), options.Host, HostRule.Objection(options.Host) is not null, HostRule.Objection(options.Host) ?? "");
        Refuse(options, nameof(options.Port), options.Port, options.Port is < 1 or > 65_535, "a TCP port is between 1 and 65535");
        RequirePositive(options, nameof(options.MaxRunningRequests), options.MaxRunningRequests, "at least one request runs at once");
        Refuse(options, nameof(options.MemoryFractionStatic), options.MemoryFractionStatic, options.MemoryFractionStatic is { } fraction && !(fraction > 0 && fraction < 1), "a share of the memory is above 0 and below 1");
        RequirePositive(options, nameof(options.ContextLength), options.ContextLength, "a context holds at least one token");
        if (options.ApiKey is { } key)
        {
            ApiKeyRule.Check(NameOf(options, nameof(options.ApiKey)), key);
        }

        for (var i = 0; i < options.ExtraArguments.Count; i++)
        {
            Refuse(options, $"{nameof(options.ExtraArguments)}[{i}]", options.ExtraArguments[i], options.ExtraArguments[i] is null, "an argument is a text");
        }

        foreach (var (name, value) in options.Environment)
        {
            RequireVariable(options, name, value);
        }
    }

    private static void RequireGpus(PlanOptions options)
    {
        if (options.Gpus is not { } gpus)
        {
            return;
        }

        Refuse(options, nameof(options.Gpus), "an empty list", gpus.Count == 0, "a server needs at least one GPU");
        for (var i = 0; i < gpus.Count; i++)
        {
            var property = $"{nameof(options.Gpus)}[{i}]";
            Refuse(options, property, gpus[i], gpus[i] is not { IsPossible: true }, "a GPU is named by its number, or by an identifier that begins with GPU- or MIG-");
            Refuse(options, property, gpus[i], gpus.Take(i).Contains(gpus[i]), "a GPU is named once");
        }
    }

    // Values may be secrets, so that none is quoted.
    private static void RequireVariable(PlanOptions options, string name, string? value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
        {
            throw new InvalidValueException(NameOf(options, nameof(options.Environment)), (object)name, "the name of a variable is not empty and holds no '=' and no null character");
        }

        if (value is null || value.Contains('\0'))
        {
            throw new InvalidValueException(NameOf(options, $"{nameof(options.Environment)}[\"{name}\"]"), value is null ? "null" : "a text that is not shown", "the value of a variable is a text without a null character", "Give it a text, or remove it from Environment: the server inherits the variables of this process.");
        }
    }

    private static void RequirePositive(PlanOptions options, string property, int? value, string rule) => Refuse(options, property, value, value < 1, rule);

    private static void Refuse(PlanOptions options, string property, object? value, bool isWrong, string rule)
    {
        if (isWrong)
        {
            throw new InvalidValueException(NameOf(options, property), value, rule);
        }
    }

    private static string NameOf(PlanOptions options, string property) => $"{options.GetType().Name}.{property}";
}
