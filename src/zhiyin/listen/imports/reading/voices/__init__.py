"""Files in which people speak or write to each other: captions, transcripts, chats, mail, interviews."""
