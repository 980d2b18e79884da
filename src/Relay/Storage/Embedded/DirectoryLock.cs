using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Relay.Storage.Embedded;

/// <summary>Keeps a second process, and a second store in this one, out of a directory.</summary>
/// <remarks>
/// The lock is the operating system's (flock on Unix, a sharing mode on Windows), so it goes with the process
/// however that ends; the file and the number in it stay, and mean nothing by themselves.
/// </remarks>
internal sealed class DirectoryLock : IDisposable
{
    private readonly SafeFileHandle _handle;

    private DirectoryLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="TableStoreException">Another store has it.</exception>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, "tables.lock");
        SafeFileHandle handle;
        try
        {
            // Only None is an exclusive lock on Unix; on Windows it would keep the number from being read.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }
        catch (IOException e) when (ReadOwner(path) is { } owner)
        {
            throw new TableStoreException(
                TableFault.Unavailable,
                $"The storage directory {directory} is in use by process {owner}. Stop that process, or choose another directory for this one.",
                e);
        }

        RandomAccess.SetLength(handle, 0);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), 0);
        return new DirectoryLock(handle);
    }

    public void Dispose() => _handle.Dispose();

    private static string? ReadOwner(string path)
    {
        try
        {
            // A share of ReadWrite asks for no lock.
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Span<byte> digits = stackalloc byte[20];
            var length = RandomAccess.Read(handle, digits, 0);
            return int.TryParse(digits[..length], CultureInfo.InvariantCulture, out var owner)
                ? owner.ToString(CultureInfo.InvariantCulture) : "unknown";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
