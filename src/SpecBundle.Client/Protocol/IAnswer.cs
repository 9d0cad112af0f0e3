namespace SpeculativeDecoding;

/// <summary>An answer under way, whatever its route.</summary>
internal interface IAnswer
{
    /// <summary>Whether any of the answer itself has come, beyond the word that it begins.</summary>
    bool HasToken { get; }

    /// <summary>Whether its end is known, so that the server works on it no longer.</summary>
    bool HasEnd { get; }

    /// <summary>Whether all of it was handed out.</summary>
    bool IsFinished { get; }

    /// <summary>How it ended, once its end is known.</summary>
    FinishReason? FinishReason { get; }

    /// <summary>What was measured, once it is finished.</summary>
    RequestStatistics? Statistics { get; }

    /// <summary>What had arrived, for an error.</summary>
    PartialAnswer Partial(TimeSpan elapsed);
}

/// <summary>An answer that is put together from the frames of one route, each of which gives a piece of it.</summary>
/// <typeparam name="TPiece">What a frame gives.</typeparam>
internal interface IAnswer<TPiece> : IAnswer
    where TPiece : struct
{
    /// <summary>Takes the bytes of a frame, or of an answer in one piece; null for one that belongs to nobody.</summary>
    /// <exception cref="System.Text.Json.JsonException">The frame is not of the protocol.</exception>
    /// <exception cref="RequestRejectedException">It is an error frame.</exception>
    /// <exception cref="RequestAbortedException">It ends the answer before its time.</exception>
    TPiece? Accept(ReadOnlySpan<byte> json, TimeSpan elapsed);

    /// <summary>Nothing more will come. The last piece, where one was waiting for that; null where the answer is not whole.</summary>
    TPiece? Close();

    /// <summary>Whether a piece has something of the answer in it.</summary>
    bool Brings(TPiece piece);
}
