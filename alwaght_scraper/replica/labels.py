"""The printed labels of each language edition.

English and the Arabic frame are as seen on the site; the other Arabic and all Persian labels are unknown,
so pages of the replica print one of several usual wordings: a parser has to live without knowing them.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class Labels:
    """One page's choice of wordings."""

    site: str
    editors_choice: str
    news: str
    most_viewed: str
    period: str
    in_focus: str
    map_line: str
    related: str
    tags: str
    comments: str
    name: str
    email: str
    text: str
    send: str
    gallery: str
    photo: str
    film: str


_ENGLISH_MAP: Final = "Map of  Latest Battlefield Developments in Syria and Iraq on"
_WORDINGS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "site": ("Alwaght | News & Analysis Website",),
        "editors_choice": ("Editor's Choice",),
        "news": ("News",),
        "most_viewed": ("Most Viewed",),
        "period": ("Day Week Month", ""),
        "in_focus": ("In Focus",),
        "map_line": (_ENGLISH_MAP,),
        "related": ("Related Content",),
        "tags": ("Tags :",),
        "comments": ("Comments",),
        "name": ("Name :",),
        "email": ("Email :",),
        "text": ("* Text :",),
        "send": ("Send",),
        "gallery": ("Gallery",),
        "photo": ("Photo",),
        "film": ("Film",),
    },
    "ar": {
        "site": ("موقع الوقت التحليلي الإخباري | Alwaght Website",),
        "editors_choice": ("إخترنا لكم",),
        "news": ("أخبار",),
        "most_viewed": ("الأكثر قراءة",),
        "period": ("اليوم الأسبوع الشهر", ""),
        "in_focus": ("ملفات",),
        "map_line": ("خريطة آخر التطورات الميدانية في سوريا والعراق على",),
        "related": ("مواضيع ذات صلة", "شاهد أيضاً", "محتويات ذات صلة"),
        "tags": ("كلمات مفتاحية :", "الوسوم", "سمات :"),
        "comments": ("التعليقات", "آراء القراء"),
        "name": ("الاسم :",),
        "email": ("البريد الإلكتروني :",),
        "text": ("* النص :",),
        "send": ("إرسال",),
        "gallery": ("معرض", "الصور والأفلام"),
        "photo": ("صور",),
        "film": ("فيلم",),
    },
    "fa": {
        "site": ("پایگاه خبری تحلیلی الوقت | Alwaght Website",),
        "editors_choice": ("انتخاب سردبیر",),
        "news": ("اخبار",),
        "most_viewed": ("پربازدیدترین‌ها",),
        "period": ("روز هفته ماه", ""),
        "in_focus": ("در کانون توجه", "پرونده‌ها"),
        "map_line": ("نقشه‌ی آخرین تحولات میدانی سوریه و عراق در",),
        "related": ("مطالب مرتبط", "بیشتر بخوانید"),
        "tags": ("برچسب‌ها :", "کلیدواژه‌ها :"),
        "comments": ("نظرات", "دیدگاه خوانندگان"),
        "name": ("نام :",),
        "email": ("ایمیل :",),
        "text": ("* متن :",),
        "send": ("ارسال",),
        "gallery": ("گالری",),
        "photo": ("عکس",),
        "film": ("فیلم",),
    },
}


def choose_labels(lang: str, rng: Random) -> Labels:
    """One wording of each label."""
    return Labels(**{name: rng.choice(wordings) for name, wordings in _WORDINGS[lang].items()})
