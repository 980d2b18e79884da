using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Relay.Storage.Embedded;

/// <summary>Keeps a second process, and a second store in this one, out of a directory.</summary>
/// <remarks>
/// The lock is the operating system's on <c>tables.lock</c> (flock on Unix, a sharing mode on Windows), so it goes
/// with the process however that ends. <c>tables.owner</c> holds the number of the process, for a message only:
/// a locked file cannot be read.
/// </remarks>
internal sealed class DirectoryLock : IDisposable
{
    private readonly SafeFileHandle _handle;

    private DirectoryLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="TableStoreException">Another store has it.</exception>
    public static DirectoryLock Take(string directory)
    {
        var owner = Path.Combine(directory, "tables.owner");
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(
                Path.Combine(directory, "tables.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(owner))
        {
            throw new TableStoreException(
                TableFault.Unavailable,
                $"The storage directory {directory} is in use by process {File.ReadAllText(owner)}. Stop that process, or choose another directory for this one.",
                e);
        }

        var directoryLock = new DirectoryLock(handle);
        try
        {
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return directoryLock;
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();
}
