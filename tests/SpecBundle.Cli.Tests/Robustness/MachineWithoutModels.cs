using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Tests;

/// <summary>Commands that run within the tests' own process meet the machine that <see cref="CommandProcess"/> gives to others: no SGLang, no network, no models.</summary>
internal static class MachineWithoutModels
{
    [ModuleInitializer]
    public static void Set()
    {
        Environment.SetEnvironmentVariable("SPECBUNDLE_PYTHON", "/nonexistent/python3");
        Environment.SetEnvironmentVariable("SPECBUNDLE_API_KEY", null);
        Environment.SetEnvironmentVariable("HF_ENDPOINT", "http://127.0.0.1:9");
        Environment.SetEnvironmentVariable("HF_HOME", "/nonexistent/huggingface");
        Environment.SetEnvironmentVariable("HF_TOKEN", null);
        Environment.SetEnvironmentVariable("CUDA_VISIBLE_DEVICES", null);
    }
}
