using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>Floats outside of the garbage-collected heap, aligned to a cache line so that no vector load crosses one.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const nuint CacheLine = 64;

    public FloatBuffer(int length)
    {
        Length = length;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * sizeof(float), CacheLine);
        Span.Clear();
    }

    ~FloatBuffer() => Free();

    public float* Pointer { get; private set; }

    public int Length { get; }

    public Span<float> Span => new(Pointer, Length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
