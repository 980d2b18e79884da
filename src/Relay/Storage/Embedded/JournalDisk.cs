using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Relay.Storage.Embedded;

/// <summary>The disk of this machine.</summary>
internal sealed class JournalDisk : IJournalDisk
{
    public IJournalFile Open(string path) => new JournalFile(path, FileMode.Open);

    public IJournalFile Create(string path) => new JournalFile(path, FileMode.Create);

    public bool Exists(string path) => File.Exists(path);

    public void Delete(string path) => File.Delete(path);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    /// <remarks>
    /// .NET opens no directories, so this asks the C library. Windows offers nothing of the kind; there NTFS's
    /// own journal is relied on.
    /// </remarks>
    public void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;

        using var handle = OpenDirectory(Encoding.UTF8.GetBytes(directory + '\0'), 0);
        if (handle.IsInvalid)
            throw new IOException($"The directory {directory} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        RandomAccess.FlushToDisk(handle);
    }

    // Flags 0 are O_RDONLY on every Unix.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle OpenDirectory(byte[] path, int flags);
}
