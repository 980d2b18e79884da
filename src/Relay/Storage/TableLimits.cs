using System.Buffers;

namespace Relay.Storage;

/// <summary>The limits of Azure Table Storage, which hold for every store so that none is a surprise in production.</summary>
/// <remarks>https://learn.microsoft.com/azure/storage/tables/scalability-targets</remarks>
public static class TableLimits
{
    /// <summary>The most writes in one batch.</summary>
    public const int MaxBatch = 100;

    /// <summary>The most rows in one page.</summary>
    public const int MaxPage = 1000;

    /// <summary>The most characters of a key: the service's 1,024, halved to what its emulator takes.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>The most properties of a row, beside its keys and its timestamp.</summary>
    public const int MaxProperties = 252;

    /// <summary>The most bytes of a text (in UTF-16) or binary property: 64 KiB.</summary>
    public const int MaxPropertySize = 64 * 1024;

    /// <summary>The most bytes of a row, names and values together: 1 MiB.</summary>
    public const int MaxRowSize = 1024 * 1024;

    /// <summary>The most bytes of a batch: 4 MiB.</summary>
    public const int MaxBatchSize = 4 * 1024 * 1024;

    /// <summary>The characters that stand for themselves in a key.</summary>
    internal static readonly SearchValues<char> SafeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");
}
