using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Relay.Sandbox;

/// <summary>What the sandbox served, so that others' accounts of it can be checked.</summary>
public sealed class SandboxLog
{
    /// <summary>A sandbox that runs for days must not fill its memory; tests ask for less.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentQueue<SandboxCall> _calls = new();
    private long _last;

    /// <summary>The last calls, oldest first; at most 10,000.</summary>
    public IReadOnlyCollection<SandboxCall> Calls => _calls;

    /// <summary>How many calls there ever were.</summary>
    public long Count => Interlocked.Read(ref _last);

    /// <summary>Notes a call.</summary>
    public SandboxCall Begin(string model, string body)
    {
        var call = new SandboxCall { Id = Interlocked.Increment(ref _last), Model = model, Body = body };
        _calls.Enqueue(call);
        if (_calls.Count > MostKept) _calls.TryDequeue(out _);
        return call;
    }

    /// <summary>The calls as JSON, without their bodies.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var call in _calls)
            {
                json.WriteStartObject();
                json.WriteNumber("id", call.Id);
                json.WriteString("model", call.Model);
                json.WriteNumber("tokens", call.Tokens);
                json.WriteBoolean("completed", call.Completed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
