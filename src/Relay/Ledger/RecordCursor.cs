using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Relay.Ledger;

/// <summary>A place in the listing of records: the last one that was looked at. Opaque to who holds it.</summary>
/// <param name="Hour">Its hour.</param>
/// <param name="Row">Its row key.</param>
internal sealed record RecordCursor(DateTimeOffset Hour, string Row)
{
    private const string HourFormat = "yyyyMMddHH";

    /// <summary>Reads what <see cref="ToString"/> made. False when it is not that.</summary>
    public static bool TryParse(string text, out RecordCursor? cursor)
    {
        cursor = null;
        if (text.Length > 200 || !Base64Url.IsValid(text)) return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('/');
        if (parts.Length != 2 || parts[1].Length == 0 || parts[1].AsSpan().ContainsAnyExcept(Storage.TableLimits.SafeCharacters))
            return false;
        if (!DateTimeOffset.TryParseExact(parts[0], HourFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var hour))
            return false;
        cursor = new(hour, parts[1]);
        return true;
    }

    /// <summary>The text of it, safe in a URL.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        $"{Hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture)}/{Row}"));
}
