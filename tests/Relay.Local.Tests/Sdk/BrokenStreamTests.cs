using OpenAI.Chat;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>A stream that breaks must never look complete to the official SDK: its enumeration throws.</summary>
public sealed class BrokenStreamTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("cut=3", "word1 word2 word3 ")]
    [InlineData("nodone", "word1 word2 word3 word4 word5 ")]
    [InlineData("error=3", "word1 word2 word3 ")]
    [InlineData("malformed=3", "word1 word2 word3 ")]
    public async Task ABrokenStream_GivesWhatCame_AndThenThrows(string spec, string expected)
    {
        await using var relay = await RunningRelay.StartAsync();
        var text = "";

        // Which exception it is depends on whether the SDK met the error event or the missing end first.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in relay.Chat($"sandbox:tokens=5,{spec}").CompleteChatStreamingAsync(
                [new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken))
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        });

        Assert.False(TestContext.Current.CancellationToken.IsCancellationRequested);
        Assert.Equal(expected, text);
    }
}
