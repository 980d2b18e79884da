using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Relay.Dialects;

namespace Relay.Ingress;

/// <summary>
/// Finds the parts of a form in its bytes as they come, and what Relay needs of them. Strict: what two readers could
/// understand in two ways is refused, so that no provider sees a model that Relay did not check. Not thread-safe.
/// </summary>
/// <remarks>RFC 7578, RFC 2046 section 5.1.1</remarks>
internal sealed class FormScan
{
    // A part has two or three short headers.
    private const int MaxHeaders = 8 * 1024;

    // Of a field that is not a file, only these two are looked at, and their values are short.
    private const int MaxValue = 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _delimiter;
    private Place _place = Place.Start;
    private int _at;
    private int _headers;
    private int _valueStart;
    private int _behindEnd;
    private string? _field;

    private FormScan(string boundary) => _delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);

    private enum Place
    {
        Start,
        Headers,
        Value,
        End,
    }

    /// <summary>The model that a field names; null while none did.</summary>
    public string? Model { get; private set; }

    /// <summary>Where that name stands.</summary>
    public JsonEdit ModelEdit { get; private set; }

    /// <summary>Whether a field asks for a stream.</summary>
    public bool Stream { get; private set; }

    /// <summary>Whether the form's last boundary came.</summary>
    public bool IsWhole => _place == Place.End;

    /// <summary>How many of the bytes were looked at and are good: these may be sent on.</summary>
    public int Good => _at;

    /// <summary>Whether to stop at the first file behind the model: what follows need not be here to be sent.</summary>
    public bool StopsAtFile { get; set; } = true;

    /// <summary>The bytes of a part that stand before a field of that name, with the value's place left out.</summary>
    public byte[] HeadOf(string field) =>
        Encoding.ASCII.GetBytes($"{Encoding.ASCII.GetString(_delimiter.AsSpan(2))}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n");

    /// <summary>Begins the reading of a form.</summary>
    /// <returns>Null when the request is none, or names no boundary.</returns>
    public static FormScan? Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && boundary.Length is > 0 and <= 70
            ? new(boundary.ToString())
            : null;
    }

    /// <summary>Looks at the form's bytes, as far as they came. Those of <see cref="Good"/> are not looked at again.</summary>
    /// <param name="form">The bytes since the start, or since what was dropped.</param>
    public FormState Read(ReadOnlySpan<byte> form)
    {
        while (true)
        {
            var step = _place switch
            {
                Place.Start => ReadStart(form),
                Place.Headers => ReadHeaders(form),
                Place.Value => ReadValue(form),
                _ => ReadEnd(form),
            };
            if (step is { } state) return state;
        }
    }

    /// <summary>Forgets so many bytes at the start, at most <see cref="Good"/> of them.</summary>
    public void Drop(int count)
    {
        _at -= count;
        _headers -= count;
        _valueStart -= count;
    }

    private bool IsRead => _field is "model" or "stream";

    private FormState? ReadStart(ReadOnlySpan<byte> form)
    {
        var first = _delimiter.AsSpan(2);
        if (form.Length < first.Length + 2)
            return first.StartsWith(form[..Math.Min(form.Length, first.Length)]) ? FormState.NeedsMore : FormState.Malformed;
        if (!form.StartsWith(first)) return FormState.Malformed;
        return AfterDelimiter(form, 0, first.Length);
    }

    // Good stays before the headers until they are whole: a part that is refused must not be sent on.
    private FormState? ReadHeaders(ReadOnlySpan<byte> form)
    {
        var rest = form[_headers..];
        var end = rest.IndexOf("\r\n\r\n"u8);
        if (end < 0) return rest.Length > MaxHeaders ? FormState.Malformed : FormState.NeedsMore;
        if (!FormPart.TryRead(rest[..end], out var field, out var isFile)) return FormState.Malformed;
        if (field == "model" && (Model is not null || isFile)) return FormState.Repeated;
        _field = isFile ? null : field;
        _at = _valueStart = _headers + end + 4;
        _place = Place.Value;
        return isFile && StopsAtFile && Model is not null ? FormState.AtFile : null;
    }

    private FormState? ReadValue(ReadOnlySpan<byte> form)
    {
        var found = form[_at..].IndexOf(_delimiter);
        if (found < 0)
        {
            // A value that matters stays here until it is whole.
            if (IsRead) return form.Length - _valueStart > MaxValue ? FormState.Malformed : FormState.NeedsMore;
            _at = Math.Max(_at, form.Length - _delimiter.Length + 1);
            return FormState.NeedsMore;
        }

        var end = _at + found;
        if (!IsRead) _at = end;
        if (form.Length < end + _delimiter.Length + 2) return FormState.NeedsMore;
        return IsRead && !EndValue(form[_valueStart..end]) ? FormState.Malformed : AfterDelimiter(form, end, _delimiter.Length);
    }

    private FormState? AfterDelimiter(ReadOnlySpan<byte> form, int start, int length)
    {
        var after = start + length;
        if (form[after..].StartsWith("\r\n"u8))
        {
            _at = start;
            _headers = after + 2;
            _place = Place.Headers;
            return null;
        }

        if (_place == Place.Start || !form[after..].StartsWith("--"u8)) return FormState.Malformed;
        _at = after + 2;
        _place = Place.End;
        return null;
    }

    // A line's end may follow, and nothing that some reader might take for a further part.
    private FormState ReadEnd(ReadOnlySpan<byte> form)
    {
        foreach (var b in form[_at..])
        {
            if (_behindEnd > 1 || b != "\r\n"u8[_behindEnd]) return FormState.Malformed;
            _behindEnd++;
            _at++;
        }

        return FormState.NeedsMore;
    }

    private bool EndValue(ReadOnlySpan<byte> value)
    {
        if (_field == "stream") Stream = value.SequenceEqual("true"u8) || value.SequenceEqual("True"u8);
        if (_field != "model") return true;
        try
        {
            Model = Strict.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        ModelEdit = new(_valueStart, value.Length, null);
        return true;
    }
}
