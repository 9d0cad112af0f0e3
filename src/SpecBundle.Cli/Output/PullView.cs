using System.Text.Json;

namespace SpeculativeDecoding.Cli;

/// <summary>What a pull would bring, or has brought.</summary>
internal static class PullView
{
    public static void Write(Terminal terminal, ModelPair pair, PullPlan plan, bool json)
    {
        if (json)
        {
            terminal.Output.WriteJson(JsonText.Write(writer => WritePlan(writer, pair, plan)));
            return;
        }

        foreach (var note in plan.Notes)
        {
            terminal.Error.WriteLine(OptionNames.Translate(note));
        }

        Write(terminal.Output, pair, plan);
    }

    /// <summary>The models with what each lacks, and the room there is.</summary>
    public static void Write(TextWriter output, ModelPair pair, PullPlan plan)
    {
        if (plan.Models.Count == 0)
        {
            output.WriteLine(NothingToPull(pair));
            return;
        }

        foreach (var model in plan.Models)
        {
            var notes = string.Concat(model.RenamedTo is { } name ? $", now called {name}" : "", model.IsGated == true ? ", gated" : "", model.XetFileCount > 0 ? $", {model.XetFileCount} files in Xet storage" : "");
            output.WriteLine($"{model.Repository} at {model.Commit}: {ByteSize.Format(model.TotalBytes)} in {model.FileCount} files, {ByteSize.Format(model.MissingBytes)} to download{notes}");
        }

        var free = plan.FreeBytes is { } bytes ? $" {ByteSize.Format(bytes)} free" : " free space unknown";
        output.WriteLine($"{ByteSize.Format(plan.MissingBytes)} to download into {plan.CacheFolder},{free}{(plan.Fits ? "" : ": too little. Free some of it, or set HF_HOME to a folder on a larger disk")}.");
    }

    public static void Write(Terminal terminal, ModelPair pair, PulledPair pulled, bool json)
    {
        if (json)
        {
            terminal.Output.WriteJson(JsonText.Write(writer => WritePulled(writer, pair, pulled)));
            return;
        }

        foreach (var note in pulled.Notes)
        {
            terminal.Error.WriteLine(OptionNames.Translate(note));
        }

        var models = new[] { pulled.Target, pulled.Draft }.OfType<PulledModel>().ToList();
        if (models.Count == 0)
        {
            terminal.Output.WriteLine(NothingToPull(pair));
            return;
        }

        foreach (var model in models)
        {
            terminal.Output.WriteLine($"{model.Repository} at {model.Commit}: {ByteSize.Format(model.Bytes)} in {model.Folder}");
        }

        terminal.Output.WriteLine($"{ByteSize.Format(pulled.DownloadedBytes)} downloaded.");
    }

    private static string NothingToPull(ModelPair pair) => pair.Target.IsBundled
        ? $"{pair.Id} comes with the embedded server: there is nothing to pull."
        : $"{pair.Id} lies in folders of its own: there is nothing to pull.";

    private static void WritePlan(Utf8JsonWriter writer, ModelPair pair, PullPlan plan)
    {
        writer.WriteString("pair", pair.Id);
        writer.WriteString("cache", plan.CacheFolder);
        writer.WriteNumber("total_bytes", plan.TotalBytes);
        writer.WriteNumber("missing_bytes", plan.MissingBytes);
        writer.WriteNumberOrNull("free_bytes", plan.FreeBytes);
        writer.WriteObjects("models", plan.Models, static (writer, model) =>
        {
            writer.WriteString("repository", model.Repository);
            writer.WriteString("commit", model.Commit);
            writer.WriteString("renamed_to", model.RenamedTo);
            writer.WriteBooleanOrNull("gated", model.IsGated);
            writer.WriteNumber("files", model.FileCount);
            writer.WriteNumber("total_bytes", model.TotalBytes);
            writer.WriteNumber("missing_bytes", model.MissingBytes);
        });
    }

    private static void WritePulled(Utf8JsonWriter writer, ModelPair pair, PulledPair pulled)
    {
        writer.WriteString("pair", pair.Id);
        writer.WriteNumber("fetched_bytes", pulled.DownloadedBytes);
        writer.WriteObjects("models", new[] { pulled.Target, pulled.Draft }.OfType<PulledModel>(), static (writer, model) =>
        {
            writer.WriteString("repository", model.Repository);
            writer.WriteString("commit", model.Commit);
            writer.WriteString("renamed_to", model.RenamedTo);
            writer.WriteString("folder", model.Folder);
            writer.WriteNumber("bytes", model.Bytes);
        });
        writer.WriteStrings("notes", pulled.Notes);
    }
}
