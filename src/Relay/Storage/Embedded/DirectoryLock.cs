using System.Globalization;

namespace Relay.Storage.Embedded;

/// <summary>Keeps a folder for one process. The system lets go of it when the process ends, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="TableStoreException">Another process has it.</exception>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, "lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new(file);
        }
        catch (IOException e)
        {
            throw new TableStoreException(TableFault.Unavailable,
                $"{directory} is in use by another relay{OwnerOf(path)}. Stop that one, or choose another folder with --data.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string OwnerOf(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out var id)
                ? string.Create(CultureInfo.InvariantCulture, $" (process {id})")
                : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
