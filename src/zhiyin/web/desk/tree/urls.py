from django.urls import path

from zhiyin.web.desk.tree.views import restore, tree

app_name = "tree"
urlpatterns = [
    path("", tree, name="tree"),
    path("restore/<int:number>/", restore, name="restore"),
]
