using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>How a check of the machine went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DoctorOutcome>))]
public enum DoctorOutcome
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but may be slow or fail later.</summary>
    Warning,

    /// <summary>A launch would fail.</summary>
    Failed,

    /// <summary>Not looked at, because nothing here needs it.</summary>
    Skipped,
}
