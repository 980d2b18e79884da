using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Relay.Storage.Embedded;

/// <summary>The journal on disk: appended to, never changed in place.</summary>
internal sealed class JournalFile : IDisposable
{
    private JournalFile(SafeFileHandle handle, long length)
    {
        Handle = handle;
        Length = length;
    }

    /// <summary>The open file. Reading from it at a place is safe beside appending.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>The bytes that are whole and durable.</summary>
    public long Length { get; private set; }

    /// <summary>Opens a file, and cuts off what is behind its whole part.</summary>
    public static JournalFile Open(string path, long? length = null)
    {
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var whole = length ?? RandomAccess.GetLength(handle);
        if (whole != RandomAccess.GetLength(handle))
        {
            RandomAccess.SetLength(handle, whole);
            RandomAccess.FlushToDisk(handle);
        }

        return new(handle, whole);
    }

    /// <summary>Appends, and returns when it is on the disk.</summary>
    /// <returns>Where it begins.</returns>
    /// <exception cref="IOException">It may be on the disk or not.</exception>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var start = Length;
        RandomAccess.Write(Handle, bytes, start);
        RandomAccess.FlushToDisk(Handle);
        Length = start + bytes.Length;
        return start;
    }

    /// <summary>Reads bytes that were appended.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public void Read(Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(Handle, bytes, offset);
            if (read == 0) throw new EndOfStreamException("The journal is shorter than its index says.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>Puts a file in another's place, durably.</summary>
    public static void Replace(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(to)!);
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    // A new name is durable when its folder is. .NET opens no folders; Windows needs and has no such call.
    private static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        const int readOnly = 0;
        var descriptor = OpenDirectory(directory, readOnly);
        if (descriptor < 0) return;
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        _ = Flush(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDirectory([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int descriptor);
}
