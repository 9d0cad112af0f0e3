using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Zeroed floats outside of the garbage-collected heap, aligned to a cache line so that no vector load crosses one.
/// The system gives the pages as they are first written, so a cache that is never filled costs no memory.
/// </summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const nuint CacheLine = 64;
    private void* _memory;

    public FloatBuffer(long length)
    {
        Length = length;
        _memory = NativeMemory.AllocZeroed(((nuint)Math.Max(length, 1) * sizeof(float)) + CacheLine);
        Pointer = (float*)(((nuint)_memory + CacheLine - 1) / CacheLine * CacheLine);
    }

    ~FloatBuffer() => Free();

    public float* Pointer { get; private set; }

    public long Length { get; }

    public Span<float> Slice(long start, int length) => new(Pointer + start, length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        Pointer = null;
    }
}
