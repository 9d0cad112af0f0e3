using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>What a draft was trained on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DraftTrainingData>))]
public enum DraftTrainingData
{
    /// <summary>Not known: a pair of the user's own.</summary>
    Unknown,

    /// <summary>The data of the SpecBundle release: prompts answered again by the target itself.</summary>
    SpecBundle,

    /// <summary>ShareGPT and UltraChat, before the SpecBundle release (mark *).</summary>
    ShareGptUltraChat,

    /// <summary>Perfect-Blend, before the SpecBundle release (mark +).</summary>
    PerfectBlend,

    /// <summary>The target's own answers to the GSM8K training questions: our own small pair.</summary>
    Gsm8k,
}
