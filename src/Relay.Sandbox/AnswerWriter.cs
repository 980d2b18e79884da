using System.Text;
using Microsoft.AspNetCore.Http;

namespace Relay.Sandbox;

/// <summary>Writes an answer's bytes in the sizes and line ends that were asked for.</summary>
internal sealed class AnswerWriter(HttpResponse response, Behaviour behaviour, CancellationToken cancellationToken)
{
    /// <summary>Sends an event of a stream.</summary>
    /// <param name="name">What its line <c>event:</c> says; null for no such line.</param>
    /// <param name="data">Its data.</param>
    public Task SendEventAsync(string? name, string data)
    {
        var end = behaviour.Crlf ? "\r\n" : "\n";
        var space = behaviour.NoSpace ? "" : " ";
        return SendAsync($"{(name is null ? "" : $"event:{space}{name}{end}")}data:{space}{data}{end}{end}");
    }

    /// <summary>Sends text, and flushes each piece of it.</summary>
    public async Task SendAsync(string text)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(text);
        var size = behaviour.Split == 0 ? bytes.Length : behaviour.Split;
        for (; bytes.Length > 0; bytes = bytes[Math.Min(size, bytes.Length)..])
        {
            await response.Body.WriteAsync(bytes[..Math.Min(size, bytes.Length)], cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
