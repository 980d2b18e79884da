namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// The items of an answer as they come. Providers leave out starts, say them twice, count all items as the first, or give
/// one item an id anew in each event: id and place are each taken for what they are worth.
/// </summary>
internal sealed class ResponsesAnswerItems
{
    private readonly List<ResponsesAnswerItem> _items = [];

    /// <summary>Notes a new one.</summary>
    public ResponsesAnswerItem Add(ResponsesItemType type, ReadOnlySpan<byte> id, int? index)
    {
        var item = new ResponsesAnswerItem(type, id.ToArray(), index);
        _items.Add(item);
        return item;
    }

    /// <summary>The one that begins, when its beginning was said before.</summary>
    public ResponsesAnswerItem? FindBegun(ResponsesItemType type, ReadOnlySpan<byte> id, int? index)
    {
        var found = FindById(id);
        // One without content that says nothing else than the one before is that one.
        return found ?? (id.IsEmpty ? Find(type, index) : null);
    }

    /// <summary>The one that a piece or an end is for.</summary>
    public ResponsesAnswerItem? Find(ResponsesItemType type, ReadOnlySpan<byte> id, int? index)
    {
        var found = FindById(id);
        return found is not null && found.Type == type ? found : Find(type, index);
    }

    /// <summary>Whether an id was said before.</summary>
    public bool Knows(ReadOnlySpan<byte> id) => FindById(id) is not null;

    /// <summary>The one that stands in the whole answer at the end.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="id">Its id; empty when ids are others there than before.</param>
    /// <param name="number">How many of its type stand before it there: places are others where items were left out.</param>
    public ResponsesAnswerItem? FindLast(ResponsesItemType type, ReadOnlySpan<byte> id, int number)
    {
        if (!id.IsEmpty) return FindById(id);
        foreach (var item in _items)
        {
            if (item.Type == type && number-- == 0) return item;
        }

        return null;
    }

    private ResponsesAnswerItem? FindById(ReadOnlySpan<byte> id)
    {
        if (!ResponsesJson.IsText(id)) return null;
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            if (id.SequenceEqual(_items[i].Id)) return _items[i];
        }

        return null;
    }

    private ResponsesAnswerItem? Find(ResponsesItemType type, int? index)
    {
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            if (_items[i].Type == type && (index is null || _items[i].Index is null || _items[i].Index == index)) return _items[i];
        }

        return null;
    }
}
