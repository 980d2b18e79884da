using System.Text;
using Microsoft.Net.Http.Headers;

namespace Relay.Ingress;

/// <summary>Reads the headers of a form's part.</summary>
/// <remarks>RFC 7578 section 4.2</remarks>
internal static class FormPart
{
    /// <summary>Reads them.</summary>
    /// <param name="headers">The lines, without the empty one behind them.</param>
    /// <param name="field">The field that the part is.</param>
    /// <param name="isFile">Whether it is a file.</param>
    /// <returns>False when they name no field, or could be understood in two ways.</returns>
    public static bool TryRead(ReadOnlySpan<byte> headers, out string? field, out bool isFile)
    {
        field = null;
        isFile = false;
        foreach (var line in headers.Split("\r\n"u8))
        {
            var text = Encoding.Latin1.GetString(headers[line]);
            // A folded line, or a line feed of its own, is read in two ways.
            if (text.Length == 0 || text[0] is ' ' or '\t' || text.AsSpan().ContainsAny('\r', '\n', '\0')) return false;
            if (!text.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase)) continue;
            if (field is not null || !ContentDispositionHeaderValue.TryParse(text[20..].Trim(), out var disposition)) return false;
            var names = disposition.Parameters.Count(parameter => parameter.Name.StartsWith("name", StringComparison.OrdinalIgnoreCase));
            if (names != 1 || !disposition.Name.HasValue) return false;
            field = HeaderUtilities.UnescapeAsQuotedString(disposition.Name).ToString();
            isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
        }

        return field is not null;
    }
}
