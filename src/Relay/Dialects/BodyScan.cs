using System.Text.Json;
using Relay.Failures;

namespace Relay.Dialects;

/// <summary>
/// Reads the top level of a request whose body names the model, and nothing below it, and finds the places to splice. A
/// name that occurs twice is spliced twice, so that no reader of duplicate names can see a model that Relay did not check.
/// </summary>
internal ref struct BodyScan
{
    /// <summary>In characters. No name of a model is as long, and names go into headers, records and metrics.</summary>
    private const int MaxModelLength = 256;

    private static readonly byte[] ModelMember = "\"model\":"u8.ToArray();
    private static readonly byte[] Comma = ","u8.ToArray();

    private readonly List<JsonEdit> _edits = new(2);
    private readonly List<JsonEdit> _streamOptions = new(1);
    private readonly ReadOnlySpan<byte> _body;
    private readonly Dialect _dialect;
    private readonly BodyRules? _rules;
    private readonly bool _jumps;
    private Utf8JsonReader _reader;
    private int _origin;
    private int _members;
    private string? _model;
    private bool _stream;
    private bool _usageAsked;
    private BodyHints? _hints;
    private Failure? _failure;

    private BodyScan(ReadOnlySpan<byte> body, Dialect dialect, BodyRules? rules, bool jumps)
    {
        _dialect = dialect;
        _rules = rules;
        _body = body;
        _jumps = jumps;
        _reader = new Utf8JsonReader(body, DialectJson.ReaderOptions);
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="dialect">What the caller speaks.</param>
    /// <param name="rules">How it is not an ordinary conversation's; null when it is.</param>
    public static Result<CallRequest> Read(ReadOnlySpan<byte> body, Dialect dialect, BodyRules? rules = null)
    {
        if (body.IsEmpty) return NotJson("it is empty");
        var scan = new BodyScan(body, dialect, rules, jumps: true);
        try
        {
            return scan.Run();
        }
        catch (JsonException)
        {
            return Explain(body, dialect, rules);
        }
    }

    // Once more without jumps, behind which the reader does not know where it is.
    private static Result<CallRequest> Explain(ReadOnlySpan<byte> body, Dialect dialect, BodyRules? rules)
    {
        try
        {
            return new BodyScan(body, dialect, rules, jumps: false).Run();
        }
        catch (JsonException e)
        {
            // The position helps; the message of the reader would quote the body.
            return NotJson($"it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it");
        }
    }

    private Result<CallRequest> Run()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject) return NotJson("its top level is something else");
        var inside = _origin + (int)_reader.BytesConsumed;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject) ReadMember();
        // Reads what may follow the object, so that anything but white space is found.
        _reader.Read();

        if (_failure is not null) return _failure;
        if ((_rules?.PathModel ?? _model ?? _rules?.Operation?.DefaultModel) is not { } model)
            return Invalid("model", FailureCode.MissingField, "The field model is missing. Name the model to use.");
        if (_model is null) NameModel(inside);

        IReadOnlyList<JsonEdit> ofModel = _edits;
        if (_stream && HasStreamOptions && (_streamOptions.Count > 0 || !_usageAsked))
        {
            ofModel = [.. _edits];
            if (_streamOptions.Count > 0) _edits.AddRange(_streamOptions);
            else _edits.Add(new(inside, 0, StreamOptionsScan.Member));
            _edits.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        }

        return new CallRequest
        {
            Dialect = _dialect,
            Operation = _rules?.Operation,
            Model = model,
            Stream = _stream,
            UsageAsked = _usageAsked || !HasStreamOptions,
            Edits = _edits,
            EditsOfModel = ofModel,
            Hints = _hints,
        };
    }

    private readonly bool HasStreamOptions => _rules?.Operation?.HasStreamOptions ?? _dialect == Dialect.OpenAIChat;

    // A body without a model gets the target's, for the next relay or provider may want it there.
    private readonly void NameModel(int inside)
    {
        _edits.Add(new(inside, 0, ModelMember));
        _edits.Add(new(inside, 0, null));
        if (_members > 0) _edits.Add(new(inside, 0, Comma));
    }

    private void ReadMember()
    {
        _members++;
        if (!IsName()) SkipValue();
        else if (_reader.ValueTextEquals("model"u8)) ReadModel();
        else if (_reader.ValueTextEquals("stream"u8)) ReadStream();
        else if (HasStreamOptions && _reader.ValueTextEquals("stream_options"u8)) ReadStreamOptions();
        else SkipOther();
    }

    private void SkipOther()
    {
        var hint = _reader.ValueIsEscaped ? null : BodyHints.Of(_reader.ValueSpan);
        var start = _origin + (int)_reader.BytesConsumed;
        SkipValue();
        if (hint is { } found) (_hints ??= new()).Note(found, start, _origin + (int)_reader.BytesConsumed);
    }

    private void SkipValue()
    {
        if (_jumps) JsonSkipper.SkipValue(ref _reader, _body, ref _origin);
        else _reader.Skip();
    }

    private void ReadModel()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String)
        {
            _failure ??= Invalid("model", FailureCode.InvalidField, "The field model must be a string.");
            _reader.Skip();
            return;
        }

        _edits.Add(new(StartOfToken, LengthOfToken(), null));
        if (!JsonText.TryGetString(ref _reader, out var model) || model.Length is 0 or > MaxModelLength)
            _failure ??= Invalid("model", FailureCode.InvalidField, "The field model must be the name of a model, of 256 characters at most.");
        _model = model;
    }

    private void ReadStream()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
        {
            _stream = _reader.TokenType == JsonTokenType.True;
            return;
        }

        _failure ??= Invalid("stream", FailureCode.InvalidField, "The field stream must be true or false.");
        _reader.Skip();
    }

    private void ReadStreamOptions()
    {
        _reader.Read();
        var failure = StreamOptionsScan.Read(ref _reader, _origin, _streamOptions, out _usageAsked);
        _failure ??= failure;
    }

    private bool IsName()
    {
        if (JsonText.IsText(ref _reader)) return true;
        _failure ??= NotText();
        return false;
    }

    private readonly int StartOfToken => _origin + (int)_reader.TokenStartIndex;

    // ValueSpan leaves out the quotes and the token's end is BytesConsumed.
    private readonly int LengthOfToken() => (int)(_reader.BytesConsumed - _reader.TokenStartIndex);

    /// <summary>A name that is not text: of one, readers make different things.</summary>
    internal static Failure NotText() => NotJson("the name of one of its fields is not text");

    /// <summary>A field that cannot be used.</summary>
    internal static Failure Invalid(string param, string code, string message) =>
        new(FailureStage.Ingress, FailureSide.Caller, 400, code, message) { Param = param };

    private static Failure NotJson(string why) =>
        new(FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.InvalidJson,
            $"The body must be a JSON object, but {why}.");
}
