using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>Prometheus text under SGLang's names and labels.</summary>
internal sealed class MetricsText(string modelName)
{
    private readonly StringBuilder _text = new();
    private readonly string _model = modelName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    private string _name = "";

    public void Begin(string shortName, string type, string help)
    {
        _name = "sglang:" + shortName;
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {help}\n# TYPE {_name} {type}\n");
    }

    public void Raw(string labels, double value) => _text.Append(CultureInfo.InvariantCulture, $"{_name}{{{labels}}} {Number(value)}\n");

    public void Server(double value) => Raw($"engine_type=\"unified\",model_name=\"{_model}\"", value);

    public void Streaming(bool streams, double value) => Raw(StreamingLabels(streams), value);

    public void Gauge(string shortName, string help, double value)
    {
        Begin(shortName, "gauge", help);
        Raw($"engine_type=\"unified\",model_name=\"{_model}\",moe_ep_rank=\"0\",pp_rank=\"0\",tp_rank=\"0\"", value);
    }

    public void Histogram(MetricHistogram histogram, bool? streams) =>
        histogram.Write(_text, _name, streams is { } streaming ? StreamingLabels(streaming) : $"engine_type=\"unified\",model_name=\"{_model}\"");

    public override string ToString() => _text.ToString();

    /// <summary>A float as Python writes it: 3.0, 0.5, 1e-05.</summary>
    public static string Number(double value)
    {
        var number = value.ToString("R", CultureInfo.InvariantCulture);
        return number.AsSpan().IndexOfAny('.', 'E', 'N') < 0 ? number + ".0" : number.Replace("E", "e", StringComparison.Ordinal);
    }

    private string StreamingLabels(bool streams) => $"engine_type=\"unified\",is_streaming=\"{(streams ? "true" : "false")}\",model_name=\"{_model}\"";
}
