using System.Buffers;

namespace Relay.Storage;

/// <summary>The limits of Azure Table Storage, which hold for every store so that none is a surprise in production.</summary>
/// <remarks>https://learn.microsoft.com/azure/storage/tables/scalability-targets</remarks>
public static partial class TableLimits
{
    /// <summary>The most writes in one batch.</summary>
    public const int MaxBatch = 100;

    /// <summary>The most rows in one page.</summary>
    public const int MaxPage = 1000;

    /// <summary>The most characters of a key: the service's 1,024, halved to what its emulator takes.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>The most properties of a row: the service's 252 beside its keys and its timestamp, less one that is a store's own.</summary>
    public const int MaxProperties = 251;

    /// <summary>The most bytes of a text (in UTF-16) or binary property: 64 KiB.</summary>
    public const int MaxPropertySize = 64 * 1024;

    /// <summary>The most characters of a property's name.</summary>
    public const int MaxPropertyName = 255;

    /// <summary>
    /// The most bytes of a row by the service's own sum, names and values together: 1 MiB, less what a store adds to it.
    /// </summary>
    /// <remarks>http://blogs.msdn.com/b/avkashchauhan/archive/2011/11/30/how-the-size-of-an-entity-is-caclulated-in-windows-azure-table-storage.aspx</remarks>
    public const int MaxRowSize = (1024 * 1024) - 256;

    /// <summary>
    /// The most bytes of a batch: 4 MiB. It is the request that counts, with its base64 and its escapes, so the
    /// sum is a cautious guess: 1 KiB a write, 2 bytes an ASCII character, 6 any other, 4 for 3 bytes of binary.
    /// </summary>
    public const int MaxBatchSize = 4 * 1024 * 1024;

    /// <summary>The first instant that the service can hold.</summary>
    public static readonly DateTimeOffset MinDateTime = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The characters that stand for themselves in a key.</summary>
    internal static readonly SearchValues<char> SafeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");
}
